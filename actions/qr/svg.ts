import type { Bits } from './bits.ts';

/** The picture of a symbol with so many light modules around it: the dark runs of each line are strokes of one path. */
export function svgOf(bits: Bits, margin: number): string {
  const side = bits.size + 2 * margin;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#ffffff" d="M0 0h${side}v${side}H0z"/>` +
    `<path stroke="#000000" d="${strokesOf(bits, margin)}"/></svg>\n`
  );
}

function strokesOf(bits: Bits, margin: number): string {
  let path = '';
  for (let row = 0; row < bits.size; row++) {
    let end = 0;
    for (let start = nextOf(bits, row, 0, dark); start < bits.size; start = nextOf(bits, row, end, dark)) {
      path += end === 0 ? `M${start + margin} ${row + margin}.5` : moves[start - end];
      end = nextOf(bits, row, start, light);
      path += strokes[end - start];
    }
  }
  return path;
}

const largestSize = 177;
const moves = Array.from({ length: largestSize }, (_, modules) => `m${modules} 0`);
const strokes = Array.from({ length: largestSize }, (_, modules) => `h${modules}`);

const dark = 0;
const light = -1;

/** The column of the first module of a colour in a row, from a column on; that of the edge where there is none. */
function nextOf({ size, rows }: Bits, row: number, column: number, colour: typeof dark | typeof light): number {
  for (let from = column; from < size; from = (from | 31) + 1) {
    const word = ((rows[(from >>> 5) * size + row] ?? 0) ^ colour) >>> (from & 31);
    if (word !== 0) return Math.min(size, from + 31 - Math.clz32(word & -word));
  }
  return size;
}
