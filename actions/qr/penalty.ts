import { type Bits, count, wordsOf } from './bits.ts';

/**
 * How hard a symbol is to read (ISO/IEC 18004, 7.8.3.1): N1 for runs of five and more modules of one colour, N2 for
 * blocks of 2 by 2, N3 for what looks like a finder pattern with four light modules beside it, N4 for too much of one
 * colour. 32 lines are looked at in one number.
 */
export function penaltyOf({ size, rows, columns }: Bits): number {
  let dark = 0;
  for (const word of rows) dark += count(word);
  const fives = Math.abs(Math.ceil((dark * 100) / (size * size) / 5) - 10);
  const runs = runsAcross(rows, size) + runsAcross(columns, size);
  const finders = findersAcross(rows, size) + findersAcross(columns, size);
  return runs + 3 * blocks(rows, size) + 40 * finders + 10 * fives;
}

/** A run of n costs n - 2: as many windows of five as it has, and two more. */
function runsAcross(lines: Uint32Array, size: number): number {
  let cost = 0;
  for (let word = 0; word < wordsOf(size); word++) {
    const inside = insideOf(word, size);
    const at = word * size;
    // Bits of the same colour as in the line before, for the last three lines.
    let [one, two, three, before] = [0, 0, 0, 0];
    for (let line = 1; line < size; line++) {
      const same = ~((lines[at + line] ?? 0) ^ (lines[at + line - 1] ?? 0)) & inside;
      const five = same & one & two & three;
      if (five !== 0) cost += count(five) + 2 * count(five & ~before);
      [three, two, one, before] = [two, one, same, five];
    }
  }
  return cost;
}

function blocks(lines: Uint32Array, size: number): number {
  let found = 0;
  for (let word = 0; word < wordsOf(size); word++) {
    const at = word * size;
    const inside = insideOf(word, size);
    for (let line = 0; line + 1 < size; line++) {
      const same = ~((lines[at + line] ?? 0) ^ (lines[at + line + 1] ?? 0)) & inside;
      if (same === 0) continue;
      const right = at + size + line;
      const neighbour = right < lines.length ? (lines[right] ?? 0) : 0;
      const below = right < lines.length ? (lines[right + 1] ?? 0) : 0;
      const sameRight = word + 1 < wordsOf(size) ? ~(neighbour ^ below) & 1 : 0;
      const row = lines[at + line] ?? 0;
      const alike = ~(row ^ ((row >>> 1) | (neighbour << 31)));
      found += count(same & ((same >>> 1) | (sameRight << 31)) & alike);
    }
  }
  return found;
}

/** 1011101 with 0000 before or after it. */
function findersAcross(lines: Uint32Array, size: number): number {
  let found = 0;
  for (let word = 0; word < wordsOf(size); word++) {
    const at = word * size;
    const inside = insideOf(word, size);
    const bits = (line: number) => lines[at + line] ?? 0;
    const light = (line: number) => ~(bits(line) | bits(line + 1) | bits(line + 2) | bits(line + 3)) & inside;
    for (let line = 0; line + 7 <= size; line++) {
      const ends = bits(line) & bits(line + 2) & bits(line + 3) & bits(line + 4) & bits(line + 6);
      const core = ends & ~bits(line + 1) & ~bits(line + 5);
      if (core === 0) continue;
      if (line + 11 <= size) found += count(core & light(line + 7));
      if (line >= 4) found += count(core & light(line - 4));
    }
  }
  return found;
}

/** The bits of a word that are modules of the symbol. */
function insideOf(word: number, size: number): number {
  const modules = size - 32 * word;
  return modules >= 32 ? -1 : 2 ** modules - 1;
}
