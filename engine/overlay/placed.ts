import { isObject } from '../json.ts';
import { below, type Path, type Position, type SourceFile } from '../source.ts';

/** A value that knows where it was written. What was put together from several places has `parts`. */
export interface Placed {
  readonly at: Position;
  readonly data: unknown;
  readonly parts?: Members | readonly Placed[];
}

export type Members = ReadonlyMap<string, Placed>;

export const placedRoot = (file: SourceFile): Placed => ({ at: { file, path: [] }, data: file.data });

/** The members of an object; undefined for anything else. */
export function membersOf({ at, data, parts }: Placed): Members | undefined {
  if (parts instanceof Map) return parts;
  if (!isObject(data)) return undefined;
  return new Map(Object.entries(data).map(([key, member]) => [key, { at: below(at, key), data: member }]));
}

/** The items of a list; undefined for anything else. */
export function itemsOf({ at, data, parts }: Placed): readonly Placed[] | undefined {
  if (Array.isArray(parts)) return parts;
  if (!Array.isArray(data)) return undefined;
  return data.map((item, index) => ({ at: below(at, index), data: item }));
}

export function objectOf(at: Position, parts: Members): Placed {
  const data: Record<string, unknown> = Object.create(null);
  for (const [key, member] of parts) data[key] = member.data;
  return { at, data, parts };
}

export const listOf = (at: Position, parts: readonly Placed[]): Placed => ({
  at,
  data: parts.map(({ data }) => data),
  parts,
});

/** The value without some members, still at its place. */
export function without(placed: Placed, keys: readonly string[]): Placed {
  const members = membersOf(placed);
  if (!members) return placed;
  return objectOf(placed.at, new Map([...members].filter(([key]) => !keys.includes(key))));
}

export const memberOf = (placed: Placed, key: string): Placed | undefined => membersOf(placed)?.get(key);

/** Where in the files that people wrote a path of a put-together value stands; its nearest parent's place plus the rest. */
export function writtenAt(root: Placed, path: Path): Position {
  let placed = root;
  for (const [index, segment] of path.entries()) {
    const next = itemsOf(placed)?.[Number(segment)] ?? memberOf(placed, String(segment));
    if (!next) return below(placed.at, ...path.slice(index));
    placed = next;
  }
  return placed.at;
}
