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
function writeStrokes(bits: Bits, margin: number, svg: Buffer, start: number): number {
  let at = start;
  for (let row = 0; row < bits.size; row++) {
    let end = 0;
    for (let from = nextOf(bits, row, 0, dark); from < bits.size; from = nextOf(bits, row, end, dark)) {
      if (end === 0) {
        at = writeNumber(svg, at, letter.M, from + margin);
        at = writeNumber(svg, at, letter.space, row + margin);
        svg[at++] = letter.point;
        svg[at++] = letter.zero + 5;
      } else {
        at = writeNumber(svg, at, letter.m, from - end);
        svg[at++] = letter.space;
        svg[at++] = letter.zero;
      }
      end = nextOf(bits, row, from, light);
      at = writeNumber(svg, at, letter.h, end - from);
    }
  }
  return at;
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

const dark = 0;
const light = -1;

/** The column of the first module of a colour in a row, from a column on; that of the edge where there is none. */
function nextOf({ size, lines }: Bits, row: number, column: number, colour: typeof dark | typeof light): number {
  for (let from = column; from < size; from = (from | 31) + 1) {
    const word = ((lines[(from >>> 5) * size + row] ?? 0) ^ colour) >>> (from & 31);
    if (word !== 0) return Math.min(size, from + 31 - Math.clz32(word & -word));
  }
  return size;
}
