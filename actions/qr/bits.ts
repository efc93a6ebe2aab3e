/** Modules of a square symbol, 32 of a line in one number: line by line, or column by column. */
export interface Bits {
  readonly size: number;
  /** Word `w` of line `i` stands at `w * size + i`; modules beyond the edge are 0. */
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** From one byte per module, 1 = dark. */
export function bitsOf(modules: Uint8Array, size: number): Bits {
  const bits = lightOf(size);
  const { rows, columns } = bits;
  for (let row = 0, at = 0; row < size; row++) {
    const inColumn = 1 << (row & 31);
    const word = (row >>> 5) * size;
    for (let column = 0; column < size; column++, at++) {
      if (!modules[at]) continue;
      const inRow = (column >>> 5) * size + row;
      rows[inRow] = (rows[inRow] ?? 0) | (1 << (column & 31));
      columns[word + column] = (columns[word + column] ?? 0) | inColumn;
    }
  }
  return bits;
}

/** A symbol of light modules. */
export function lightOf(size: number): Bits {
  const length = wordsOf(size) * size;
  return { size, rows: new Int32Array(length), columns: new Int32Array(length) };
}

/** The modules in which two symbols of one size differ, written over a third. */
export function differing(one: Bits, other: Bits, over = lightOf(one.size)): Bits {
  xor(one.rows, other.rows, over.rows);
  xor(one.columns, other.columns, over.columns);
  return over;
}

function xor(one: Int32Array, other: Int32Array, over: Int32Array): void {
  for (let at = 0; at < one.length; at++) over[at] = (one[at] ?? 0) ^ (other[at] ?? 0);
}

export const wordsOf = (size: number): number => (size + 31) >>> 5;

/** How many bits of 32 are set (Hacker's Delight, 5-1). */
export function count(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
