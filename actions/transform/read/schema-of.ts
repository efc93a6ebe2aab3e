import type { CompiledExpression, JsonSchema, Scope } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';
import type { Names } from './names.ts';
import type { Reading } from './reading.ts';

interface Typed {
  readonly at: Position;
  readonly text: string;
  readonly compiled: CompiledExpression;
}

/** The schema of what an expression gives, for a name that stands for it. */
export function valueSchema(names: Names, { compiled }: Typed): JsonSchema {
  if (compiled.path !== undefined) return schemaAt(names.scope, compiled.path);
  return schemaOfType(compiled.type);
}

/** The schema of the items of a list; an expression that is no list is reported. */
export function itemSchema(reading: Reading, names: Names, source: Typed): JsonSchema {
  const { type, path } = source.compiled;
  if (type !== 'dyn' && !type.startsWith('list')) {
    reading.report('EXPRESSION_TYPE', `${source.text} is a ${type}, not a list`, source.at, 'Name a list after `in`.');
    return true;
  }
  const list = path === undefined ? schemaOfType(type) : schemaAt(names.scope, path);
  return child(list, '0');
}

/** Follows a path through schemas; `true` (anything) where they say nothing. */
function schemaAt(scope: Scope, path: readonly string[]): JsonSchema {
  const [first = '', ...rest] = path;
  return rest.reduce<JsonSchema>(child, scope[first] ?? true);
}

function child(schema: JsonSchema, segment: string): JsonSchema {
  const whole = resolved(schema, schema);
  if (typeof whole === 'boolean') return true;
  const next = /^\d+$/.test(segment) ? whole.items : record(whole.properties)?.[segment];
  const found = asSchema(next);
  // A `#/$defs/…` below is meant from the root, so the definitions go along.
  if (typeof found === 'boolean' || typeof whole !== 'object' || !('$defs' in whole)) return found;
  return { ...found, $defs: whole.$defs };
}

/** Follows `$ref` inside the schema; the definitions go along. */
function resolved(schema: JsonSchema, root: JsonSchema, hops = 0): JsonSchema {
  if (typeof schema === 'boolean' || typeof root === 'boolean' || typeof schema.$ref !== 'string') return schema;
  const [, name] = /^#\/\$defs\/([^/]+)$/.exec(schema.$ref) ?? [];
  const target = name === undefined ? undefined : record(root.$defs)?.[name];
  const found = asSchema(target);
  if (typeof found === 'boolean' || hops > 20) return true;
  return resolved({ ...found, $defs: root.$defs }, root, hops + 1);
}

const record = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined;

const asSchema = (value: unknown): JsonSchema => record(value) ?? true;

const simple: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int: { type: 'integer' },
  double: { type: 'number' },
  decimal: { type: 'string', format: 'decimal' },
};

function schemaOfType(type: string): JsonSchema {
  const [, item] = /^list<(.+)>$/.exec(type) ?? [];
  if (item !== undefined) return { type: 'array', items: schemaOfType(item) };
  return simple[type] ?? true;
}
