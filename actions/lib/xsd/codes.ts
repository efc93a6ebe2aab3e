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
  /** One code after the other, before each its length in two numbers: who looks one up finds all of it in the same place. */
  #characters = none16;
  #end = 0;
  /** By hash: where a code begins; 0 where there is none. Of a power of two, at most half full. */
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
    const start = this.#end + HEADER;
    const end = start + code.length;
    if (end > this.#characters.length) {
      const longer = new Uint16Array(Math.max(end, this.#characters.length * 2));
      longer.set(this.#characters);
      this.#characters = longer;
    }
    this.#characters[start - 2] = code.length >>> 16;
    this.#characters[start - 1] = code.length;
    for (let at = 0; at < code.length; at++) this.#characters[start + at] = code.charCodeAt(at);
    this.#size += 1;
    this.#end = end;
    this.#table[slot] = start;
  }

  *[Symbol.iterator](): Iterator<string> {
    for (const start of this.#starts()) yield this.#textAt(start);
  }

  *#starts(): Iterable<number> {
    for (let start = HEADER; start <= this.#end; start += this.#lengthAt(start) + HEADER) yield start;
  }

  #lengthAt(start: number): number {
    return (this.#characters[start - 2] ?? 0) * 65_536 + (this.#characters[start - 1] ?? 0);
  }

  /** Where a code stands in the table, or would be put. */
  #slotOf(code: string): number {
    const mask = this.#table.length - 1;
    let slot = hashOf(code) & mask;
    for (let start = this.#table[slot] ?? 0; start !== 0 && !this.#isAt(start, code); start = this.#table[slot] ?? 0)
      slot = (slot + 1) & mask;
    return slot;
  }

  #isAt(start: number, code: string): boolean {
    if (this.#lengthAt(start) !== code.length) return false;
    for (let at = 0; at < code.length; at++) if (this.#characters[start + at] !== code.charCodeAt(at)) return false;
    return true;
  }

  #textAt(start: number): string {
    const characters = this.#characters.subarray(start, start + this.#lengthAt(start));
    return characters.reduce((text, each) => text + String.fromCharCode(each), '');
  }

  #widen(): void {
    this.#table = new Uint32Array(Math.max(16, this.#table.length * 2));
    for (const start of this.#starts()) this.#table[this.#slotOf(this.#textAt(start))] = start;
  }
}

/** The length of a code. */
const HEADER = 2;

const none16 = new Uint16Array();
const none32 = new Uint32Array();

/** FNV-1a. */
function hashOf(code: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < code.length; at++) hash = Math.imul(hash ^ code.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
