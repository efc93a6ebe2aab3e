import { isObject } from '../json.ts';
import { isIdentified, mergeList } from './list.ts';
import type { Merging } from './merging.ts';
import { itemsOf, listOf, membersOf, objectOf, type Placed } from './placed.ts';

/**
 * Lays parts over a value, as RFC 7396 does: objects are merged member by member, null takes a member out, anything else takes
 * the place of what was there. Lists of things with an id are changed by id; to another list `{ add, remove }` adds and removes.
 */
export function change(base: Placed, patch: Placed, path: readonly string[], merging: Merging): Placed {
  const members = membersOf(base);
  const parts = membersOf(patch);
  if (isIdentified(base) && Array.isArray(patch.data)) return mergeList(base, patch, path, merging);
  if (!members && parts && isListChange(patch.data)) return changeList(base, patch, path, merging);
  if (same(base.data, patch.data)) return base;
  if (!members || !parts) {
    merging.record('replaced', path, patch.at, base.at);
    return patch;
  }
  const result = new Map(members);
  for (const [key, part] of parts) {
    const there = result.get(key);
    const where = [...path, key];
    if (part.data === null) {
      if (there) merging.record('removed', where, part.at, there.at);
      else merging.missing(key, part.at, base.at, result.keys(), key);
      result.delete(key);
    } else if (there) {
      result.set(key, change(there, part, where, merging));
    } else {
      merging.record('added', where, part.at);
      result.set(key, part);
    }
  }
  return objectOf(base.at, result);
}

const isListChange = (data: unknown): boolean =>
  isObject(data) && Object.keys(data).length > 0 && Object.keys(data).every((key) => key === 'add' || key === 'remove');

/** One value may stand for a list of one. */
function changeList(base: Placed, patch: Placed, path: readonly string[], merging: Merging): Placed {
  const items = [...(itemsOf(base) ?? [base])];
  const words = membersOf(patch);
  const each = (word: 'add' | 'remove') => {
    const given = words?.get(word);
    return given ? (itemsOf(given) ?? [given]) : [];
  };
  for (const item of each('remove')) {
    const index = items.findIndex(({ data }) => same(data, item.data));
    const [gone] = index < 0 ? [] : items.splice(index, 1);
    if (gone) merging.record('removed', [...path, text(item)], item.at, gone.at);
    else merging.missing(text(item), item.at, base.at, items.map(text), text(item));
  }
  for (const item of each('add')) {
    const there = items.find(({ data }) => same(data, item.data));
    if (there) merging.taken(text(item), item.at, there.at, 'leave it out');
    else {
      merging.record('added', [...path, text(item)], item.at);
      items.push(item);
    }
  }
  return listOf(base.at, items);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const text = ({ data }: Placed): string => (typeof data === 'string' ? data : JSON.stringify(data));
