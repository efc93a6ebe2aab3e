import type { TextAttribute } from './model.ts';
import type { ReadName } from './names.ts';

/** Numbers of one attribute: its name's, and where its value begins and ends. */
const WIDTH = 3;

/**
 * The attributes of the elements of one document. An object for each would be most of what is kept of it; this is numbers:
 * of every element how many it has, and then these.
 */
export class AttributeTable {
  readonly #numbers: number[] = [];
  #length = 0;
  /** All names by their number. */
  readonly #names: readonly ReadName[];

  constructor(names: readonly ReadName[]) {
    this.#names = names;
  }

  /** Begins the row of the next element, and gives where it is. */
  begin(): number {
    const row = this.#length++;
    this.#numbers[row] = 0;
    return row;
  }

  /** Adds an attribute to the row that was begun last. */
  add({ number }: ReadName, start: number, end: number): void {
    const at = this.#length;
    this.#numbers[at] = number;
    this.#numbers[at + 1] = start;
    this.#numbers[at + 2] = end;
    this.#length = at + WIDTH;
  }

  /** All attributes of the row have been added. */
  end(row: number): void {
    this.#numbers[row] = (this.#length - row - 1) / WIDTH;
  }

  /** Forgets a row with all that was begun after it. */
  drop(row: number): void {
    this.#length = row;
  }

  /** The attributes of a row, in their order. */
  of(row: number): TextAttribute[] {
    const end = row + 1 + (this.#numbers[row] ?? 0) * WIDTH;
    const found: TextAttribute[] = [];
    for (let at = row + 1; at < end; at += WIDTH) found.push(this.#at(at));
    return found;
  }

  /** The one that is written with this name. */
  named(row: number, name: string): TextAttribute | undefined {
    const end = row + 1 + (this.#numbers[row] ?? 0) * WIDTH;
    for (let at = row + 1; at < end; at += WIDTH) {
      if (this.#names[this.#numbers[at] ?? 0]?.written === name) return this.#at(at);
    }
    return undefined;
  }

  #at(at: number): TextAttribute {
    const numbers = this.#numbers;
    const name = this.#names[numbers[at] ?? 0]?.written ?? '';
    return { name, start: numbers[at + 1] ?? 0, end: numbers[at + 2] ?? 0 };
  }
}
