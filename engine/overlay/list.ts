import { isObject } from '../json.ts';
import { change } from './change.ts';
import type { Merging } from './merging.ts';
import { itemsOf, listOf, memberOf, membersOf, objectOf, type Placed, without } from './placed.ts';
import { stillAs } from './was.ts';
import { listWords } from './words.ts';

/** A list of things with an id: steps, rules. */
export const isIdentified = (list: Placed): boolean =>
  Array.isArray(list.data) && list.data.length > 0 && list.data.every((item) => isObject(item) && 'id' in item);

/** Lays the items of an overlay over a list of things with an id: each says by a word what it does, or is added at the end. */
export function mergeList(base: Placed, patch: Placed, path: readonly string[], merging: Merging): Placed {
  const list = new List(base, path, merging);
  for (const item of itemsOf(patch) ?? []) list.apply(item);
  return listOf(base.at, list.items);
}

class List {
  readonly items: Placed[];
  readonly #base: Placed;
  readonly #path: readonly string[];
  readonly #merging: Merging;
  /** What this overlay did to an id, where. */
  readonly #done = new Map<string, Placed>();
  /** The last item that was put after an id: several stay in the order they are written in. */
  readonly #after = new Map<string, string>();

  constructor(base: Placed, path: readonly string[], merging: Merging) {
    this.items = [...(itemsOf(base) ?? [])];
    this.#base = base;
    this.#path = path;
    this.#merging = merging;
  }

  apply(patch: Placed): void {
    const [word, other] = listWords.filter((each) => memberOf(patch, each) !== undefined);
    const named = word && memberOf(patch, word);
    if (other) this.#merging.unfit(`\`${word}\` and \`${other}\` do not go together.`, patch.at);
    else if (word && named) this.#applyTo(word, named, patch);
    else this.#insert(patch, this.items.length);
  }

  #applyTo(word: (typeof listWords)[number], named: Placed, patch: Placed): void {
    const target = String(named.data);
    const index = this.items.findIndex(({ data }) => idOf(data) === target);
    const found = this.items[index];
    if (!found) this.#missing(target, named);
    else if (word === 'before') this.#insert(patch, index);
    else if (word === 'after') this.#insertAfter(patch, target);
    else if (this.#isFirst(target, named) && stillAs(found, patch, this.#name(target), this.#merging)) {
      this.#alter(word, index, found, patch);
    }
  }

  /** Whether nothing else in this overlay changes the same thing. */
  #isFirst(target: string, named: Placed): boolean {
    const before = this.#done.get(target);
    if (before) this.#merging.twice(this.#name(target), named.at, before.at);
    else this.#done.set(target, named);
    return before === undefined;
  }

  #alter(word: 'replace' | 'change' | 'remove', index: number, found: Placed, patch: Placed): void {
    const id = String(idOf(found.data));
    const path = [...this.#path, id];
    const written = without(patch, [...listWords, 'was']);
    if (word === 'change') {
      this.items[index] = change(found, written, path, this.#merging);
      return;
    }
    this.#merging.record(word === 'remove' ? 'removed' : 'replaced', path, patch.at, found.at);
    if (word === 'remove') this.items.splice(index, 1);
    else this.items[index] = withId(written, found);
  }

  #insertAfter(patch: Placed, target: string): void {
    const last = this.#after.get(target) ?? target;
    const index = this.items.findIndex(({ data }) => idOf(data) === last);
    this.#insert(patch, index + 1);
    this.#after.set(target, String(idOf(patch.data)));
  }

  #insert(patch: Placed, index: number): void {
    const id = String(idOf(patch.data) ?? '');
    const there = this.items.find(({ data }) => idOf(data) === id);
    if (there) {
      const at = memberOf(patch, 'id')?.at ?? patch.at;
      const instead = `write \`change: ${id}\` or \`replace: ${id}\``;
      this.#merging.taken(`the ${this.#name(id)}`, at, there.at, instead);
      return;
    }
    this.#merging.record('added', [...this.#path, id], patch.at);
    this.items.splice(index, 0, without(patch, [...listWords, 'was']));
  }

  #missing(target: string, named: Placed): void {
    const gone = this.#done.get(target);
    const known = this.items.map(({ data }) => String(idOf(data)));
    if (gone) this.#merging.twice(this.#name(target), named.at, gone.at);
    else this.#merging.missing(this.#name(target), named.at, this.#base.at, known, target);
  }

  /** `step sealed` or `rule MX-PLACE`, by what the list is called. */
  #name(id: string): string {
    const list = this.#path.at(-1) ?? '';
    return `${list === 'rules' ? 'rule' : 'step'} ${id}`;
  }
}

const idOf = (item: unknown): unknown => (isObject(item) ? item.id : undefined);

/** What takes the place of something goes by its name unless it has one of its own. */
function withId(written: Placed, replaced: Placed): Placed {
  const id = memberOf(replaced, 'id');
  const members = membersOf(written);
  return id && members && !members.has('id') ? objectOf(written.at, new Map([['id', id], ...members])) : written;
}
