import { isObject } from '../../engine/json.ts';
import { createAjv, type SchemaObject } from '../../engine/schema/index.ts';

/** What a schema says of a place in business data: whether what stands there may be shown to anybody. */
export interface About {
  readonly title?: string;
  /** Texts that name nobody: of these forms (`x-keep`, or their format), or among these (`enum`, `const`). */
  readonly forms: readonly RegExp[];
  readonly constants: ReadonlySet<unknown>;
  /** `x-mask`: texts that may stand in the place of others, where a form or a check digit must hold. */
  readonly standIns: readonly string[];
}

/** By JSON pointer; a place that no schema describes is not there. */
export type Annotations = ReadonlyMap<string, readonly About[]>;

/**
 * What the schemas that apply to each place of the data say of it, as annotations of JSON Schema 2020-12: Ajv follows
 * references and conditions. `others` are the schemas that `schema` refers to by their `$id`.
 */
export function annotationsOf(schema: SchemaObject, others: readonly SchemaObject[], data: unknown): Annotations {
  const before = readers.get(schema);
  const reader = before && isSame(before.others, others) ? before : { others, read: readerOf(schema, others) };
  readers.set(schema, reader);
  return reader.read(data);
}

interface Reader {
  readonly others: readonly SchemaObject[];
  readonly read: (data: unknown) => Annotations;
}

/** Compiled once for all runs of a pipeline: the invoice model takes longer than all else of a case. */
const readers = new WeakMap<SchemaObject, Reader>();

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((each, index) => each === other[index]);

function readerOf(schema: SchemaObject, others: readonly SchemaObject[]): Reader['read'] {
  let found = new Map<string, About[]>();
  const ajv = createAjv([]);
  ajv.addKeyword({
    keyword: annotation,
    validate(about: About, _data: unknown, _parent: unknown, at?: { instancePath: string }) {
      const pointer = at?.instancePath ?? '';
      found.set(pointer, [...(found.get(pointer) ?? []), about]);
      return true;
    },
  });
  for (const other of others) ajv.addSchema(annotated(other));
  const validate = ajv.compile(annotated(schema));
  return (data) => {
    found = new Map();
    validate(data);
    return found;
  };
}

const annotation = 'about';

/** A copy of a schema in which every subschema says what it says of its place. */
function annotated(schema: SchemaObject): SchemaObject {
  const copy = Object.entries(schema).map(([keyword, value]) => [keyword, nested(keyword, value)]);
  return { ...Object.fromEntries(copy), [annotation]: aboutOf(schema) };
}

function nested(keyword: string, value: unknown): unknown {
  if (subschemas.has(keyword) && isObject(value)) return annotated(value);
  if (lists.has(keyword) && Array.isArray(value)) return value.map((each) => (isObject(each) ? annotated(each) : each));
  if (!maps.has(keyword) || !isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, isObject(each) ? annotated(each) : each]),
  );
}

/** Keywords that hold a schema, a list of schemas, or schemas by name. */
const subschemas = new Set([
  'items',
  'additionalProperties',
  'unevaluatedProperties',
  'if',
  'then',
  'else',
  'contains',
]);
const lists = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const maps = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);

function aboutOf(schema: SchemaObject): About {
  const { title, format, const: only, enum: some, 'x-keep': keep, 'x-mask': mask } = schema;
  const own = keep === true ? [/^/] : typeof keep === 'string' ? [new RegExp(keep, 'u')] : [];
  return {
    ...(typeof title === 'string' ? { title } : {}),
    forms: [...own, ...(formats[String(format)] ?? [])],
    constants: new Set([only, ...(Array.isArray(some) ? some : [])]),
    standIns: Array.isArray(mask) ? mask.map(String) : [],
  };
}

/** Dates, times and exact decimals name nobody. */
const formats: Readonly<Record<string, readonly RegExp[]>> = {
  decimal: [/^-?\d+(\.\d+)?$/],
  date: [/^\d{4}-\d{2}-\d{2}$/],
  time: [/^[\d:.]+([Zz]|[+-][\d:]+)?$/],
  'date-time': [/^[\d-]+[Tt ][\d:.]+([Zz]|[+-][\d:]+)$/],
};
