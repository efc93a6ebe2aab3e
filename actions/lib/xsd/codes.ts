/** Different texts, of which there are very many: all that a list of codes needs of a set. */
export interface CodeSet extends Iterable<string> {
  readonly size: number;
  has(code: string): boolean;
}

/**
 * Kept as numbers, without an object for each: the catalogues of one authority have 300,000 codes, which as a `Set` took a
 * quarter of the heap, and each collection of garbage looked at every one.
 */
export class Codes implements CodeSet {
  #size = 0;
  /** One after the other. */
  #characters = none16;
  /** Where each code begins in them, and the last one ends. */
  #starts = none32;
  /** By hash: the number of a code, from 1; 0 where there is none. Of a power of two, at most half full. */
  #table = none32;

  get size(): number {
    return this.#size;
  }

  has(code: string): boolean {
    return this.#size > 0 && this.#table[this.#slotOf(code)] !== 0;
  }

  add(code: string): void {
    if (this.#size * 2 >= this.#table.length) this.#widen();
    const slot = this.#slotOf(code);
    if (this.#table[slot] !== 0) return;
    const start = this.#starts[this.#size] ?? 0;
    const end = start + code.length;
    if (end > this.#characters.length) {
      const longer = new Uint16Array(Math.max(end, this.#characters.length * 2));
      longer.set(this.#characters);
      this.#characters = longer;
    }
    for (let at = 0; at < code.length; at++) this.#characters[start + at] = code.charCodeAt(at);
    this.#size += 1;
    this.#starts[this.#size] = end;
    this.#table[slot] = this.#size;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (let number = 1; number <= this.#size; number++) yield this.#textOf(number);
  }

  /** Where a code stands in the table, or would be put. */
  #slotOf(code: string): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(code) & mask;
    for (let number = this.#table[slot] ?? 0; number !== 0 && !this.#is(number, code); number = this.#table[slot] ?? 0)
      slot = (slot + 1) & mask;
    return slot;
  }

  #is(number: number, code: string): boolean {
    const start = this.#starts[number - 1] ?? 0;
    if ((this.#starts[number] ?? 0) - start !== code.length) return false;
    for (let at = 0; at < code.length; at++) if (this.#characters[start + at] !== code.charCodeAt(at)) return false;
    return true;
  }

  #textOf(number: number): string {
    const characters = this.#characters.subarray(this.#starts[number - 1], this.#starts[number]);
    return characters.reduce((text, each) => text + String.fromCharCode(each), '');
  }

  #widen(): void {
    const starts = new Uint32Array(Math.max(8, this.#size * 2) + 1);
    starts.set(this.#starts.subarray(0, this.#size + 1));
    this.#starts = starts;
    this.#table = new Uint32Array(Math.max(16, this.#table.length * 2));
    for (let number = 1; number <= this.#size; number++) this.#table[this.#slotOf(this.#textOf(number))] = number;
  }
}

const none16 = new Uint16Array();
const none32 = new Uint32Array();

/** FNV-1a. */
function hashOf(code: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < code.length; at++) hash = Math.imul(hash ^ code.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
