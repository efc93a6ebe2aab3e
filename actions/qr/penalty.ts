import { type Bits, count, wordsOf } from './bits.ts';

/**
 * How hard a symbol is to read (ISO/IEC 18004, 7.8.3.1): N1 for runs of five and more modules of one colour, N2 for
 * blocks of 2 by 2, N3 for what looks like a finder pattern with four light modules beside it, N4 for too much of one
 * colour. 32 lines are looked at in one number. A symbol that is at least as bad as `limit` need not be looked at to the
 * end: what is given then is some number from `limit` on.
 */
export function penaltyOf({ size, lines }: Bits, limit = Number.POSITIVE_INFINITY): number {
  const columns = lines.length >>> 1;
  let penalty = 3 * blocks(lines, size);
  penalty += runsAndFinders(lines, size, 0);
  if (penalty >= limit) return penalty;
  penalty += runsAndFinders(lines, size, columns);
  if (penalty >= limit) return penalty;
  let dark = 0;
  for (let at = 0; at < columns; at++) dark += count(lines[at] ?? 0);
  const fives = Math.abs(Math.ceil((dark * 100) / (size * size) / 5) - 10);
  return penalty + 10 * fives;
}

/** Across the lines: a run of n costs n - 2, as many windows of five as it has and two more; a finder costs 40. */
function runsAndFinders(lines: Int32Array, size: number, first: number): number {
  let cost = 0;
  for (let word = 0; word < wordsOf(size); word++) {
    const inside = insideOf(word, size);
    const start = first + word * size;
    const end = start + size;
    // The six lines before; and for the last three of them, which modules were of the colour of the line before theirs.
    let [a, b, c, d, e, f] = [lines[start] ?? 0, 0, 0, 0, 0, 0];
    let [one, two, three, before] = [0, 0, 0, 0];
    for (let line = start + 1; line < end; line++) {
      const bits = lines[line] ?? 0;
      const same = ~(bits ^ a) & inside;
      const five = same & one & two & three;
      if (five !== 0) cost += count(five) + 2 * count(five & ~before);
      // 1011101
      const core = bits & ~a & b & c & d & ~e & f;
      if (core !== 0) cost += 40 * finders(lines, start, line, end, core & inside);
      three = two;
      two = one;
      one = same;
      before = five;
      f = e;
      e = d;
      d = c;
      c = b;
      b = a;
      a = bits;
    }
  }
  return cost;
}

/** How many that end in a line have four light modules before or behind them; twice those that have both. */
function finders(lines: Int32Array, start: number, line: number, end: number, core: number): number {
  const behind = line + 4 < end ? count(core & lightIn(lines, line + 1)) : 0;
  const before = line - 10 >= start ? count(core & lightIn(lines, line - 10)) : 0;
  return behind + before;
}

const lightIn = (lines: Int32Array, line: number): number =>
  ~((lines[line] ?? 0) | (lines[line + 1] ?? 0) | (lines[line + 2] ?? 0) | (lines[line + 3] ?? 0));

function blocks(lines: Int32Array, size: number): number {
  let found = 0;
  const last = wordsOf(size) - 1;
  for (let word = 0; word <= last; word++) {
    const inside = insideOf(word, size);
    const end = (word + 1) * size;
    // The module beside the 32nd is the first of the next word; there is none beside the edge, which is never a 32nd.
    const wider = word < last ? size : 0;
    let row = lines[word * size] ?? 0;
    let right = lines[word * size + wider] ?? 0;
    for (let line = word * size + 1; line < end; line++) {
      const below = lines[line] ?? 0;
      const belowRight = lines[line + wider] ?? 0;
      const same = ~(row ^ below) & inside;
      const alike = ~(row ^ ((row >>> 1) | (right << 31)));
      const beside = (same >>> 1) | (wider === 0 ? 0 : ~(right ^ belowRight) << 31);
      const square = same & beside & alike;
      if (square !== 0) found += count(square);
      row = below;
      right = belowRight;
    }
  }
  return found;
}

/** The bits of a word that are modules of the symbol. */
function insideOf(word: number, size: number): number {
  const modules = size - 32 * word;
  return modules >= 32 ? -1 : 2 ** modules - 1;
}
