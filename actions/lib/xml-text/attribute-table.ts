import type { AttributeNames } from './attribute-names.ts';
import type { TextAttribute } from './model.ts';
import { type Names, nameIn, type ReadName } from './names.ts';

/** Numbers of one attribute: its name's, and where its value begins and ends. */
const WIDTH = 3;

/**
 * The attributes of the elements of one document. An object for each would be most of what is kept of it; this is numbers:
 * of every element how many it has, and then these.
 */
export class AttributeTable {
  readonly #numbers: number[] = [];
  #length = 0;
  /** All names, also by their number. */
  readonly #names: Omit<Names, 'last'>;

  constructor(names: Omit<Names, 'last'>) {
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
    this.#put(number, start, end);
  }

  #put(number: number, start: number, end: number): void {
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

  /** How many there are in a row. */
  count(row: number): number {
    return this.#numbers[row] ?? 0;
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
      if (this.#names.all[this.#numbers[at] ?? 0]?.written === name) return this.#at(at);
    }
    return undefined;
  }

  /** Where the values of these stand in the text: as `AttributeNames.places` says. */
  placesOf(row: number, names: AttributeNames): Int32Array {
    const places = names.places.fill(-1);
    const end = row + 1 + (this.#numbers[row] ?? 0) * WIDTH;
    for (let at = row + 1; at < end; at += WIDTH) {
      const index = names.indexOf(this.#numbers[at] ?? 0, this.#names.all);
      if (index < 0) continue;
      places[2 * index] = this.#numbers[at + 1] ?? 0;
      places[2 * index + 1] = this.#numbers[at + 2] ?? 0;
    }
    return places;
  }

  /** Adds a row with the attributes of another, of which some stand elsewhere, and some are new. */
  copy(from: number, attributes: readonly TextAttribute[]): number {
    const row = this.begin();
    const numbers = this.#numbers;
    const end = from + 1 + (numbers[from] ?? 0) * WIDTH;
    const others = new Map(attributes.map((each) => [nameIn(this.#names, each.name).number, each]));
    for (let at = from + 1; at < end; at += WIDTH) {
      const number = numbers[at] ?? 0;
      const { start, end } = others.get(number) ?? this.#at(at);
      this.#put(number, start, end);
      others.delete(number);
    }
    for (const [number, { start, end }] of others) this.#put(number, start, end);
    this.end(row);
    return row;
  }

  #at(at: number): TextAttribute {
    const numbers = this.#numbers;
    const name = this.#names.all[numbers[at] ?? 0]?.written ?? '';
    return { name, start: numbers[at + 1] ?? 0, end: numbers[at + 2] ?? 0 };
  }
}
