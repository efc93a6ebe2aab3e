import type { Origin } from '../mapping.ts';

/**
 * Where what a slot holds stands in the business data, by itself: whatever a filter has left of its list. Undefined of what is
 * none of their objects.
 */
export const whereabouts =
  (slot: number): Origin =>
  ({ values, variables: { invoice } }) =>
    pathsIn(invoice)?.get(values[slot]);

const known = new WeakMap<object, ReadonlyMap<unknown, string>>();

function pathsIn(data: unknown): ReadonlyMap<unknown, string> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const paths = known.get(data) ?? new Map(objectsIn(data, ''));
  known.set(data, paths);
  return paths;
}

function* objectsIn(part: unknown, path: string): Generator<[object: unknown, path: string]> {
  if (typeof part !== 'object' || part === null) return;
  if (Array.isArray(part)) for (const [index, each] of part.entries()) yield* objectsIn(each, `${path}[${index}]`);
  else {
    yield [part, path];
    for (const [name, each] of Object.entries(part)) yield* objectsIn(each, path === '' ? name : `${path}.${name}`);
  }
}
