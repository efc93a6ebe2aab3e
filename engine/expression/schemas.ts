import { isObject } from '../json.ts';
import type { JsonSchema } from './contract.ts';

export type SchemaObject = { readonly [key: string]: unknown };

/** A schema with the document that its `#/…` references point into. */
export interface Part {
  readonly schema: SchemaObject;
  readonly root: SchemaObject;
}

const registered = new Map<string, SchemaObject>();

/**
 * Makes a schema known by its id, e.g. `urn:timbre:invoice:1`, so that `$ref` in other schemas finds it. One that says the same as before
 * is no other: shapes are told apart by their schemas.
 */
export function registerSchema(id: string, schema: JsonSchema): void {
  const before = registered.get(id);
  if (before === schema || !isObject(schema)) return;
  if (before === undefined || JSON.stringify(before) !== JSON.stringify(schema)) registered.set(id, schema);
}

/** The schema itself with all that `$ref` and `allOf` add, each as far as it says anything. */
export function partsOf(schema: unknown, root?: SchemaObject): readonly Part[] {
  const parts = new Map<SchemaObject, Part>();
  const add = (each: unknown, within: SchemaObject | undefined): void => {
    if (!isObject(each) || parts.has(each)) return;
    const home = within === undefined || typeof each.$id === 'string' ? each : within;
    if (typeof each.$ref === 'string') {
      const target = resolve(each.$ref, home);
      if (target !== undefined) add(target.schema, target.root);
    }
    if (Array.isArray(each.allOf)) for (const more of each.allOf) add(more, home);
    if (speaking.some((keyword) => keyword in each)) parts.set(each, { schema: each, root: home });
  };
  add(schema, root);
  return [...parts.values()];
}

function resolve(reference: string, home: SchemaObject): Part | undefined {
  const [id = '', pointer = ''] = reference.split('#', 2);
  const root = id === '' || id === home.$id ? home : registered.get(id);
  if (root === undefined) return undefined;
  let target: unknown = root;
  for (const segment of pointer.split('/').slice(1)) {
    const key = decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
    target = isObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
  }
  return isObject(target) ? { schema: target, root } : undefined;
}

/** Keywords that decide a type; a schema with none of them only points elsewhere or annotates. */
const speaking = [
  'type',
  'format',
  'enum',
  'const',
  'properties',
  'additionalProperties',
  'unevaluatedProperties',
  'items',
  'anyOf',
  'oneOf',
];
