import type { Merging } from './merging.ts';
import { itemsOf, listOf, memberOf, membersOf, objectOf, type Placed } from './placed.ts';
import { stillAs } from './was.ts';

/**
 * Applies the `changes` of a file one after the other: each names a branch (`at`) and adds to it or beside it, replaces or
 * removes it. In a mapping a path begins in the document; one that begins with `/`, and in other files every one, at the root of
 * the file, which `/` itself is.
 */
export function changeBranches(root: Placed, changes: Placed, merging: Merging): Placed {
  const done = new Map<string, Placed>();
  let result = root;
  for (const written of itemsOf(changes) ?? []) {
    const at = memberOf(written, 'at');
    if (!at) continue;
    const path = pathOf(String(at.data), root);
    const [word, other] = words.filter((each) => memberOf(written, each) !== undefined);
    if (!word || other) {
      merging.unfit('A change has one of `add`, `also`, `replace` and `remove`.', written.at);
      continue;
    }
    const branch: Branch = { path, at, change: written, merging };
    const before = done.get(path.join('/'));
    const alters = word === 'replace' || word === 'remove';
    if (path.length === 0 && word !== 'add') {
      merging.unfit('Of a whole file only members can be added.', at.at, wholeFile);
      continue;
    }
    if (before && alters) merging.twice(`branch ${at.data}`, at.at, before.at);
    else result = descend(result, 0, branch) ?? result;
    if (alters) done.set(path.join('/'), at);
  }
  return result;
}

const wholeFile = 'To put another file in its place, name it under `replaces` in feature.yaml.';
const words = ['add', 'also', 'replace', 'remove'] as const;

interface Branch {
  readonly path: readonly string[];
  readonly at: Placed;
  readonly change: Placed;
  readonly merging: Merging;
}

/** The value as it is after the change; undefined when it is removed. What is not there is reported, and nothing changes. */
function descend(here: Placed, depth: number, branch: Branch): Placed | undefined {
  const name = branch.path[depth];
  if (name === undefined) return changed(here, branch);
  const items = itemsOf(here);
  const members = membersOf(here);
  const index = Number(name);
  const next = items?.[index] ?? members?.get(name);
  if (!next) {
    const used = members?.get('$use');
    const hint = used && inFragments(used);
    branch.merging.missing(`branch ${branch.at.data}`, branch.at.at, here.at, members?.keys(), name, hint);
    return here;
  }
  const after = descend(next, depth + 1, branch);
  if (items) return listOf(here.at, after ? items.with(index, after) : items.toSpliced(index, 1));
  const result = new Map(members);
  if (after) result.set(name, after);
  else result.delete(name);
  return objectOf(here.at, result);
}

/** What a mapping uses is not in the document that it stands for, but in its fragment. */
function inFragments(used: Placed): string {
  const names = (itemsOf(used) ?? [used]).map(({ data }) => String(data));
  return `What stands here comes from the fragments ${names.join(', ')}. Change the one it is in, in the file that has it: \`at: /fragments/${names[0]}/…\`.`;
}

function changed(here: Placed, { path, at, change, merging }: Branch): Placed | undefined {
  if (!stillAs(here, change, `branch ${at.data}`, merging)) return here;
  const replacement = memberOf(change, 'replace');
  if (replacement) {
    merging.record('replaced', path, replacement.at, here.at);
    return replacement;
  }
  const added = memberOf(change, 'add');
  if (added) return withAdded(here, added, { path, at, change, merging });
  const also = memberOf(change, 'also');
  if (also) {
    merging.record('added', path, also.at);
    return listOf(here.at, [...(itemsOf(here) ?? [here]), ...(itemsOf(also) ?? [also])]);
  }
  merging.record('removed', path, at.at, here.at);
  return undefined;
}

function withAdded(here: Placed, added: Placed, { path, at, change, merging }: Branch): Placed {
  const items = itemsOf(here);
  if (items) {
    const more = itemsOf(added) ?? [added];
    for (const item of more) merging.record('added', path, item.at);
    return listOf(here.at, [...items, ...more]);
  }
  const members = membersOf(here);
  const more = membersOf(added);
  if (!members || !more) {
    const hint = 'Write `add:` with members and their names; a single value is changed with `replace:`.';
    merging.unfit('There is nothing here that members could be added to.', added.at, hint);
    return here;
  }
  const position = positionIn(members, change, here, merging);
  if (position === undefined) return here;
  const entries = [...members];
  const fresh = [...more].filter(([name, member]) => {
    const there = members.get(name);
    if (there)
      merging.taken(
        name,
        member.at,
        there.at,
        `write \`at: ${at.data === '/' ? '' : at.data}/${name}\` and \`replace:\``,
      );
    else merging.record('added', [...path, name], member.at);
    return !there;
  });
  return objectOf(here.at, new Map(entries.toSpliced(position, 0, ...fresh)));
}

/** Elements are written in the order of the mapping: `before` and `after` name a neighbour. */
function positionIn(
  members: ReadonlyMap<string, Placed>,
  change: Placed,
  here: Placed,
  merging: Merging,
): number | undefined {
  const before = memberOf(change, 'before');
  const neighbour = before ?? memberOf(change, 'after');
  if (!neighbour) return members.size;
  const name = String(neighbour.data);
  const index = [...members.keys()].indexOf(name);
  if (index >= 0) return before ? index : index + 1;
  merging.missing(name, neighbour.at, here.at, members.keys(), name);
  return undefined;
}

/** As in a JSON pointer, `~1` stands for a slash in a name and `~0` for a tilde. */
function pathOf(text: string, root: Placed): readonly string[] {
  if (text === '/') return [];
  const segments = text.split('/').map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (segments[0] === '') return segments.slice(1);
  const members = membersOf(root);
  return members?.has('document') && members.has('writes') ? ['document', ...segments] : segments;
}
