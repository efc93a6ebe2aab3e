/** Modules of a square symbol, 32 of a line in one number: line by line, or column by column. */
export interface Bits {
  readonly size: number;
  /** Word `w` of line `i` stands at `w * size + i`; modules beyond the edge are 0. */
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** From one byte per module, 1 = dark. */
export function bitsOf(modules: ArrayLike<number>, size: number): Bits {
  const words = wordsOf(size);
  const rows = new Uint32Array(words * size);
  const columns = new Uint32Array(words * size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) {
      if (!modules[at]) continue;
      const inRow = (column >>> 5) * size + row;
      const inColumn = (row >>> 5) * size + column;
      rows[inRow] = (rows[inRow] ?? 0) | (1 << (column & 31));
      columns[inColumn] = (columns[inColumn] ?? 0) | (1 << (row & 31));
    }
  }
  return { size, rows, columns };
}

/** The modules in which two symbols of one size differ. */
export const differing = (one: Bits, other: Bits): Bits => ({
  size: one.size,
  rows: xor(one.rows, other.rows),
  columns: xor(one.columns, other.columns),
});

function xor(one: Uint32Array, other: Uint32Array): Uint32Array {
  const result = new Uint32Array(one.length);
  for (let at = 0; at < one.length; at++) result[at] = (one[at] ?? 0) ^ (other[at] ?? 0);
  return result;
}

export const wordsOf = (size: number): number => (size + 31) >>> 5;

/** How many bits of 32 are set (Hacker's Delight, 5-1). */
export function count(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
