export type Level = 'L' | 'M' | 'Q' | 'H';

/** How the codewords of a symbol are shared out: blocks of data, each with codewords of its own that correct its errors. */
export interface Blocks {
  readonly count: number;
  /** Codewords of data in all blocks; where it cannot be shared out evenly, the last blocks have one more than the first. */
  readonly data: number;
  /** Codewords in each block that correct errors. */
  readonly correction: number;
}

/** Modules on a side. */
export const sizeOf = (version: number): number => 4 * version + 17;

/** @param version 1 to 40 */
export function blocksOf(version: number, level: Level): Blocks {
  const count = counts[level][version - 1] ?? 0;
  const correction = corrections[level][version - 1] ?? 0;
  return { count, data: codewordsIn(version) - count * correction, correction };
}

/** As many as fit into what finders, timing, alignment, format and version leave (ISO/IEC 18004, table 1). */
function codewordsIn(version: number): number {
  const size = sizeOf(version);
  const finders = 3 * 8 * 8;
  const timing = 2 * (size - 16);
  const formatAndVersion = version < 7 ? 31 : 31 + 36;
  const modules = size * size - finders - timing - formatAndVersion - alignmentIn(version);
  return Math.trunc(modules / 8);
}

/** Squares of 5 by 5 on a grid, without those at the finders; of those beside them the timing pattern has 5 modules. */
function alignmentIn(version: number): number {
  if (version === 1) return 0;
  const aside = Math.trunc(version / 7) + 2;
  return 25 * (aside * aside - 3) - 2 * 5 * (aside - 2);
}

// ISO/IEC 18004, table 9, by version.
const counts: Readonly<Record<Level, readonly number[]>> = {
  L: [
    1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8, 8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19,
    20, 21, 22, 24, 25,
  ],
  M: [
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33,
    35, 37, 38, 40, 43, 45, 47, 49,
  ],
  Q: [
    1, 1, 2, 2, 4, 4, 6, 6, 8, 8, 8, 10, 12, 16, 12, 17, 16, 18, 21, 20, 23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45,
    48, 51, 53, 56, 59, 62, 65, 68,
  ],
  H: [
    1, 1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 16, 16, 18, 16, 19, 21, 25, 25, 25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51,
    54, 57, 60, 63, 66, 70, 74, 77, 81,
  ],
};

const corrections: Readonly<Record<Level, readonly number[]>> = {
  L: [
    7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28, 28, 28, 30, 30, 26, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  M: [
    10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28,
    28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
  ],
  Q: [
    13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30, 28, 30, 30, 30, 30, 28, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
  H: [
    17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28, 30, 24, 30, 30, 30, 30, 30, 30, 30,
    30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30,
  ],
};
