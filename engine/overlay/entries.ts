import { change } from './change.ts';
import type { Merging } from './merging.ts';
import { memberOf, membersOf, objectOf, type Placed, without } from './placed.ts';
import { stillAs } from './was.ts';
import { entryWords } from './words.ts';

/**
 * Lays entries that have a name (settings, pipelines, codes …) over those of the base: one without a word is new; `change: true`,
 * `replace: true` and `remove: true` say that the base has it.
 */
export function mergeEntries(
  base: Placed,
  entries: Iterable<readonly [string, Placed]>,
  path: readonly string[],
  merging: Merging,
): Placed {
  const result = new Map(membersOf(base));
  for (const [name, entry] of entries) {
    const words = entryWords.filter((word) => memberOf(entry, word)?.data === true);
    const there = result.get(name);
    const [word, other] = words;
    const where = [...path, name];
    const what = `${singular.get(path.at(-1) ?? '') ?? 'entry'} ${name}`;
    if (other) merging.unfit(`\`${word}\` and \`${other}\` do not go together.`, entry.at);
    else if (!word && there) merging.taken(`the ${what}`, entry.at, there.at, instead);
    else if (!word) {
      merging.record('added', where, entry.at);
      result.set(name, entry);
    } else if (!there) merging.missing(what, entry.at, base.at, result.keys(), name);
    else if (stillAs(there, entry, what, merging)) alter(result, word, name, there, entry, where, merging);
  }
  return objectOf(base.at, result);
}

const singular: ReadonlyMap<string, string> = new Map([
  ['settings', 'setting'],
  ['secrets', 'secret'],
  ['pipelines', 'pipeline'],
  ['operations', 'operation'],
  ['codes', 'code table'],
  ['namespaces', 'namespace'],
  ['fragments', 'fragment'],
]);

const instead = 'add `change: true` or `replace: true`';

function alter(
  result: Map<string, Placed>,
  word: (typeof entryWords)[number],
  name: string,
  there: Placed,
  entry: Placed,
  path: readonly string[],
  merging: Merging,
): void {
  const written = without(entry, [...entryWords, 'was']);
  if (word === 'change') {
    result.set(name, change(there, written, path, merging));
    return;
  }
  merging.record(word === 'remove' ? 'removed' : 'replaced', path, entry.at, there.at);
  if (word === 'remove') result.delete(name);
  else result.set(name, written);
}
