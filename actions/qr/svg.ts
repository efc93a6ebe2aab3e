import type { Bits } from './bits.ts';

/** The picture of a symbol with so many light modules around it: the dark runs of each line are strokes of one path. */
export function svgOf(bits: Bits, margin: number): Uint8Array {
  const side = bits.size + 2 * margin;
  const before =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#ffffff" d="M0 0h${side}v${side}H0z"/><path stroke="#000000" d="`;
  // Of every second module in a line a stroke may begin, which is written in ten letters at most: "M217 217.5", "m177 0h177".
  const most = before.length + bits.size * (5 * bits.size + 20) + AFTER.length;
  if (sheet.length < most) sheet = Buffer.allocUnsafe(most);
  const end = writeStrokes(bits, margin, sheet, sheet.write(before, 'latin1'));
  return Buffer.from(sheet.subarray(0, end + sheet.write(AFTER, end, 'latin1')));
}

const AFTER = '"/></svg>\n';

/** What a picture is written on before its length is known, a third of the most that it could be: a run keeps its documents. */
let sheet = Buffer.alloc(0);

/** Writes the path, and gives where it ends. Digit by digit: to put hundreds of small texts together takes three times as long. */
function writeStrokes({ size, lines }: Bits, margin: number, svg: Buffer, start: number): number {
  let at = start;
  for (let row = 0; row < size; row++) {
    // Where the stroke at hand begins, if there is one, and where the last one ended.
    let from = -1;
    let end = 0;
    let last = 0;
    for (let word = 0; 32 * word < size; word++) {
      const modules = lines[word * size + row] ?? 0;
      // The modules of another colour than the one before. What is beyond the edge is light, and a size is odd: all strokes end.
      for (let changes = modules ^ ((modules << 1) | last); changes !== 0; changes &= changes - 1) {
        const column = 32 * word + 31 - Math.clz32(changes & -changes);
        if (from < 0) {
          from = column;
          continue;
        }
        at = end === 0 ? writeStart(svg, at, from + margin, row + margin) : writeGap(svg, at, from - end);
        at = writeNumber(svg, at, letter.h, column - from);
        end = column;
        from = -1;
      }
      last = modules >>> 31;
    }
  }
  return at;
}

function writeStart(svg: Buffer, start: number, column: number, row: number): number {
  const at = writeNumber(svg, writeNumber(svg, start, letter.M, column), letter.space, row);
  svg[at] = letter.point;
  svg[at + 1] = letter.zero + 5;
  return at + 2;
}

function writeGap(svg: Buffer, start: number, modules: number): number {
  const at = writeNumber(svg, start, letter.m, modules);
  svg[at] = letter.space;
  svg[at + 1] = letter.zero;
  return at + 2;
}

const letter = { M: 77, m: 109, h: 104, space: 32, point: 46, zero: 48 } as const;

/** A letter and a number below 1,000. */
function writeNumber(svg: Buffer, start: number, before: number, number: number): number {
  let at = start;
  svg[at++] = before;
  if (number >= 100) svg[at++] = letter.zero + Math.trunc(number / 100);
  if (number >= 10) svg[at++] = letter.zero + (Math.trunc(number / 10) % 10);
  svg[at++] = letter.zero + (number % 10);
  return at;
}
