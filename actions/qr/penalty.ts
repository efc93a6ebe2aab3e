import { type Bits, count, wordsOf } from './bits.ts';

/**
 * How hard a symbol is to read (ISO/IEC 18004, 7.8.3.1): N1 for runs of five and more modules of one colour, N2 for
 * blocks of 2 by 2, N3 for what looks like a finder pattern with four light modules beside it, N4 for too much of one
 * colour. 32 lines are looked at in one number. A symbol that is at least as bad as `limit` need not be looked at to the
 * end: what is given then is some number from `limit` on.
 */
export function penaltyOf({ size, rows, columns }: Bits, limit = Number.POSITIVE_INFINITY): number {
  let penalty = 3 * blocks(rows, size);
  penalty += runsAndFinders(rows, size);
  if (penalty >= limit) return penalty;
  penalty += runsAndFinders(columns, size);
  if (penalty >= limit) return penalty;
  let dark = 0;
  for (const word of rows) dark += count(word);
  const fives = Math.abs(Math.ceil((dark * 100) / (size * size) / 5) - 10);
  return penalty + 10 * fives;
}

/** Across the lines: a run of n costs n - 2, as many windows of five as it has and two more; a finder costs 40. */
function runsAndFinders(lines: Uint32Array, size: number): number {
  let cost = 0;
  for (let word = 0; word < wordsOf(size); word++) {
    const inside = insideOf(word, size);
    const at = word * size;
    // Bits of the same colour as in the line before, for the last three lines.
    let [one, two, three, before] = [0, 0, 0, 0];
    let last = lines[at] ?? 0;
    for (let line = at + 1; line < at + size; line++) {
      const bits = lines[line] ?? 0;
      const same = ~(bits ^ last) & inside;
      const five = same & one & two & three;
      if (five !== 0) cost += count(five) + 2 * count(five & ~before);
      [three, two, one, before, last] = [two, one, same, five, bits];
    }
    cost += 40 * findersAcross(lines, at, at + size, inside);
  }
  return cost;
}

/** 1011101 with 0000 before or after it, in the words from `start` on. */
function findersAcross(lines: Uint32Array, start: number, end: number, inside: number): number {
  let found = 0;
  const light = (line: number) =>
    ~((lines[line] ?? 0) | (lines[line + 1] ?? 0) | (lines[line + 2] ?? 0) | (lines[line + 3] ?? 0)) & inside;
  for (let line = start; line + 7 <= end; line++) {
    const core =
      (lines[line] ?? 0) &
      ~(lines[line + 1] ?? 0) &
      (lines[line + 2] ?? 0) &
      (lines[line + 3] ?? 0) &
      (lines[line + 4] ?? 0) &
      ~(lines[line + 5] ?? 0) &
      (lines[line + 6] ?? 0);
    if (core === 0) continue;
    if (line + 11 <= end) found += count(core & light(line + 7));
    if (line >= start + 4) found += count(core & light(line - 4));
  }
  return found;
}

function blocks(lines: Uint32Array, size: number): number {
  let found = 0;
  const last = wordsOf(size) - 1;
  for (let word = 0; word <= last; word++) {
    const inside = insideOf(word, size);
    const at = word * size;
    for (let line = at; line + 1 < at + size; line++) {
      const [row, below] = [lines[line] ?? 0, lines[line + 1] ?? 0];
      const [right, belowRight] = word < last ? [lines[line + size] ?? 0, lines[line + size + 1] ?? 0] : [~row, 0];
      const same = ~(row ^ below) & inside;
      const alike = ~(row ^ ((row >>> 1) | (right << 31)));
      const beside = (same >>> 1) | (word < last ? ~(right ^ belowRight) << 31 : 0);
      found += count(same & beside & alike);
    }
  }
  return found;
}

/** The bits of a word that are modules of the symbol. */
function insideOf(word: number, size: number): number {
  const modules = size - 32 * word;
  return modules >= 32 ? -1 : 2 ** modules - 1;
}
