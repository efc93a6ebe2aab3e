import { isObject } from '../json.ts';
import { changeBranches } from './branches.ts';
import { change } from './change.ts';
import { mergeEntries } from './entries.ts';
import { isIdentified, mergeList } from './list.ts';
import type { Merging } from './merging.ts';
import { memberOf, membersOf, objectOf, type Placed } from './placed.ts';

/** Parts of a file that hold entries by name. */
const sections: ReadonlySet<string> = new Set([
  'settings',
  'secrets',
  'pipelines',
  'operations',
  'codes',
  'namespaces',
  'fragments',
]);
/** What is said to Timbre, not what the file says. */
const reserved: ReadonlySet<string> = new Set(['extends', 'replaces', 'changes', '$schema']);
/** Every feature's own. */
const head: ReadonlySet<string> = new Set(['feature', 'title', 'version', 'summary', 'mapping', 'connector']);
/** One thing with parts, not entries. */
const whole: ReadonlySet<string> = new Set(['effective']);

/** Lays a file of an overlay over the file of its base that it extends. */
export function layOver(base: Placed, patch: Placed, merging: Merging): Placed {
  let result = base;
  for (const [key, written] of membersOf(patch) ?? []) {
    if (!reserved.has(key)) result = layMember(result, key, written, merging);
  }
  const changes = memberOf(patch, 'changes');
  return changes ? changeBranches(result, changes, merging) : result;
}

function layMember(base: Placed, key: string, written: Placed, merging: Merging): Placed {
  const there = memberOf(base, key);
  const put = (value: Placed) => objectOf(base.at, new Map([...(membersOf(base) ?? []), [key, value]]));
  if (sections.has(key)) {
    const entries = membersOf(written) ?? [];
    return put(mergeEntries(there ?? objectOf(written.at, new Map()), entries, [key], merging));
  }
  if (there && isIdentified(there) && Array.isArray(written.data)) {
    return put(mergeList(there, written, [key], merging));
  }
  if (there && whole.has(key)) return put(change(there, written, [key], merging));
  if (isObject(written.data)) return mergeEntries(base, [[key, written]], [], merging);
  if (!head.has(key)) merging.record(there ? 'replaced' : 'added', [key], written.at, there?.at);
  return put(written);
}
