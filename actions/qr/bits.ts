/** Modules of a square symbol, 32 of a line in one number: line by line, and once more column by column. */
export interface Bits {
  readonly size: number;
  /** Word `w` of row `i` stands at `w * size + i`, that of a column half the length behind; modules beyond the edge are 0. */
  readonly lines: Int32Array;
}

/** From one byte per module, 1 = dark. */
export function bitsOf(modules: Uint8Array, size: number): Bits {
  const bits = lightOf(size);
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at++) if (modules[at]) darken(bits, row, column);
  }
  return bits;
}

export function darken({ size, lines }: Bits, row: number, column: number): void {
  const inRow = (column >>> 5) * size + row;
  const inColumn = (wordsOf(size) + (row >>> 5)) * size + column;
  lines[inRow] = (lines[inRow] ?? 0) | (1 << (column & 31));
  lines[inColumn] = (lines[inColumn] ?? 0) | (1 << (row & 31));
}

/** A symbol of light modules. */
export const lightOf = (size: number): Bits => ({ size, lines: new Int32Array(2 * wordsOf(size) * size) });

/** The modules in which two symbols of one size differ, written over a third. */
export function differing(one: Bits, other: Bits, over = lightOf(one.size)): Bits {
  const [a, b, c] = [one.lines, other.lines, over.lines];
  for (let at = 0; at < c.length; at++) c[at] = (a[at] ?? 0) ^ (b[at] ?? 0);
  return over;
}

export const wordsOf = (size: number): number => (size + 31) >>> 5;

/** How many bits of 32 are set (Hacker's Delight, 5-1). */
export function count(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
