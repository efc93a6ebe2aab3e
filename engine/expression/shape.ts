import { isObject } from '../json.ts';
import type { JsonSchema } from './contract.ts';
import { type Part, partsOf } from './schemas.ts';

/** `date` and `dateTime` come from functions only: in data they are text. */
export type ScalarKind = 'string' | 'bool' | 'int' | 'decimal' | 'date' | 'dateTime';

/** What an expression knows of a value. `dyn` is anything. */
export type Shape =
  | { readonly kind: ScalarKind | 'dyn' }
  | { readonly kind: 'list'; readonly item: Shape }
  | ObjectShape;

export interface ObjectShape {
  readonly kind: 'object';
  /** Where it was first met, e.g. `invoice.lines`: its type name in messages. */
  readonly name: string;
  readonly members: ReadonlyMap<string, Shape>;
  /** The shape of members that are not named; absent when there are none. */
  readonly rest?: Shape;
}

export const dyn: Shape = { kind: 'dyn' };

/** The shape behind a schema made by `schemaOf`. */
const known = new WeakMap<object, Shape>();

/** The shape that a JSON Schema gives a value: `$ref` and `allOf` merged, a restated property narrows the base. */
export function shapeOf(schema: JsonSchema, name: string): Shape {
  return (typeof schema === 'object' && known.get(schema)) || shapeOfParts(partsOf(schema), name);
}

/** A schema that stands for a shape in a scope, e.g. the items of a list that an expression gives. */
export function schemaOf(shape: Shape): JsonSchema {
  if (shape.kind === 'dyn') return true;
  const schema = {};
  known.set(schema, shape);
  return schema;
}

/** One shape per set of schemas: recursive schemas end there, and shapes compare by identity. */
const made = new WeakMap<object, Map<string, Shape>>();
const numbers = new WeakMap<object, number>();
let count = 0;

function shapeOfParts(parts: readonly Part[], name: string): Shape {
  const last = parts.at(-1);
  if (last === undefined) return dyn;
  const key = parts.map((part) => numberOf(part.schema)).join(' ');
  const shapes = made.get(last.schema) ?? new Map<string, Shape>();
  made.set(last.schema, shapes);
  const shape = shapes.get(key) ?? build(parts, name);
  shapes.set(key, shape);
  return shape;
}

/** What tells a schema or a shape from every other. */
export function numberOf(each: object): number {
  const number = numbers.get(each) ?? ++count;
  numbers.set(each, number);
  return number;
}

function build(parts: readonly Part[], name: string): Shape {
  const kinds = parts.map((part) => kindOf(part)).filter((kind) => kind !== undefined);
  const kind = kinds.includes('decimal') ? 'decimal' : (kinds.at(-1) ?? 'dyn');
  if (kind === 'list') return listShape(parts, name);
  if (kind === 'object') return objectShape(parts, name);
  return { kind };
}

function kindOf({ schema, root }: Part): ScalarKind | 'list' | 'object' | 'dyn' | undefined {
  if (schema.format === 'decimal') return 'decimal';
  const types = [schema.type].flat().filter((type) => typeof type === 'string' && type !== 'null');
  if (types.length > 0) return types.length === 1 ? kindsByType[String(types[0])] : 'dyn';
  if (isObject(schema.properties)) return 'object';
  if ('items' in schema) return 'list';
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches)) {
    const kinds = new Set(branches.map((branch) => build(partsOf(branch, root), '').kind));
    const [only] = kinds;
    return kinds.size === 1 && only !== undefined && isScalar(only) ? only : 'dyn';
  }
  const values = 'const' in schema ? [schema.const] : Array.isArray(schema.enum) ? schema.enum : [];
  const kinds = new Set(values.map((value) => typeof value));
  if (kinds.size !== 1) return values.length > 0 ? 'dyn' : undefined;
  return kinds.has('string') ? 'string' : kinds.has('boolean') ? 'bool' : kinds.has('number') ? 'decimal' : 'dyn';
}

/** A JSON `number` is exact here: it is read by its text, never calculated with as a binary fraction. */
const kindsByType: Readonly<Record<string, ScalarKind | 'list' | 'object'>> = {
  string: 'string',
  boolean: 'bool',
  integer: 'int',
  number: 'decimal',
  array: 'list',
  object: 'object',
};

const isScalar = (kind: Shape['kind']): kind is ScalarKind => kind !== 'list' && kind !== 'object' && kind !== 'dyn';

function listShape(parts: readonly Part[], name: string): Shape {
  const items = parts.flatMap(({ schema, root }) => partsOf(schema.items, root));
  let item: Shape | undefined;
  return {
    kind: 'list',
    get item() {
      item ??= shapeOfParts(items, name);
      return item;
    },
  };
}

function objectShape(parts: readonly Part[], name: string): Shape {
  const properties = new Map<string, Part[]>();
  for (const { schema, root } of parts) {
    if (!isObject(schema.properties)) continue;
    for (const [key, property] of Object.entries(schema.properties)) {
      properties.set(key, [...(properties.get(key) ?? []), ...partsOf(property, root)]);
    }
  }
  const rest = restOf(parts, properties.size > 0, name);
  if (properties.size === 0 && rest?.kind === 'dyn') return dyn;
  let members: Map<string, Shape> | undefined;
  return {
    kind: 'object',
    name,
    get members() {
      members ??= new Map([...properties].map(([key, own]) => [key, shapeOfParts(own, `${name}.${key}`)]));
      return members;
    },
    ...(rest === undefined ? {} : { rest }),
  };
}

function restOf(parts: readonly Part[], named: boolean, name: string): Shape | undefined {
  const said = parts.flatMap(({ schema, root }) =>
    ['additionalProperties', 'unevaluatedProperties']
      .filter((keyword) => keyword in schema)
      .map((keyword) => ({ schema: schema[keyword], root })),
  );
  if (said.some(({ schema }) => schema === false)) return undefined;
  const open = said.find(({ schema }) => schema !== undefined);
  if (open === undefined) return named ? undefined : dyn;
  return shapeOfParts(partsOf(open.schema, open.root), `${name}.*`);
}
