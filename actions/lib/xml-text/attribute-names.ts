import type { ReadName } from './names.ts';

/** Attributes that are looked for together: one pass over those of an element finds all of them. */
export class AttributeNames {
  /**
   * Two numbers for each name: where its value begins and ends in the text, -1 where the element has none. Those of the element
   * that was asked last: to make a list for each takes longer than to fill it.
   */
  readonly places: Int32Array;
  readonly #indexes: ReadonlyMap<string, number>;
  /** By the number of a name: its index here, -1 where it is not one of these. */
  #known: number[] = [];
  #all: readonly ReadName[] | undefined;

  /** @param names as written, each once */
  constructor(names: readonly string[]) {
    this.places = new Int32Array(2 * names.length);
    this.#indexes = new Map(names.map((name, index) => [name, index]));
  }

  /** Which of these a name is that has this number among all; -1 for none. */
  indexOf(number: number, all: readonly ReadName[]): number {
    if (all !== this.#all) {
      this.#all = all;
      this.#known = [];
    }
    return this.#known[number] ?? this.#find(number, all);
  }

  #find(number: number, all: readonly ReadName[]): number {
    // No number is left out: a list with holes is slow.
    for (let next = this.#known.length; next <= number; next++) {
      this.#known.push(this.#indexes.get(all[next]?.written ?? '') ?? -1);
    }
    return this.#known[number] ?? -1;
  }
}
