import { isObject } from '../json.ts';
import type { Merging } from './merging.ts';
import { memberOf, type Placed } from './placed.ts';

/**
 * `was` says what the overlay found in its base: an object says it of the members it names (null: there was none),
 * anything else of the whole. False, and reported, when the base has something else now.
 */
export function stillAs(base: Placed, patch: Placed, what: string, merging: Merging): boolean {
  const was = memberOf(patch, 'was');
  if (!was || agrees(base.data, was.data)) return true;
  merging.differs(what, was.at, base.at);
  return false;
}

function agrees(now: unknown, was: unknown): boolean {
  if (was === null) return now === undefined || now === null;
  if (isObject(was)) {
    return isObject(now) && Object.entries(was).every(([key, member]) => agrees(now[key], member));
  }
  if (Array.isArray(was)) {
    return Array.isArray(now) && now.length === was.length && was.every((item, index) => agrees(now[index], item));
  }
  return now === was;
}
