import qrcode, { type BitMatrix, type QRCodeMaskPattern } from 'qrcode';
import { type Bits, bitsOf, darken, differing, lightOf } from './bits.ts';
import type { Level } from './blocks.ts';
import { codewordsOf } from './codewords.ts';
import type { Segment } from './segments.ts';

/** What symbols of one version and level have in common. */
export interface Frame {
  /** For each bit of the codewords its module: 256 times the row, and the column. */
  readonly places: Uint16Array;
  /** For each mask a symbol whose codewords are all 0. */
  readonly masked: readonly Bits[];
}

export const masks: readonly QRCodeMaskPattern[] = [0, 1, 2, 3, 4, 5, 6, 7];

const kept = new Map<string, Frame>();

/** Drawn once by the library; then what it says is taken out of it: two symbols differ only where their codewords do. */
export function frameOf(version: number, level: Level): Frame {
  const key = `${version}${level}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const segments: Segment[] = [{ data: '0', mode: 'numeric' }];
  const draw = (maskPattern: QRCodeMaskPattern): BitMatrix =>
    qrcode.create(segments, { version, errorCorrectionLevel: level, maskPattern }).modules;
  const places = placesIn(draw(0));
  const codewords = codewordsOf(segments, version, level);
  const masked = masks.map((mask) => {
    const { data, size } = draw(mask);
    return differing(bitsOf(data, size), placed(codewords, places, size));
  });
  const frame = { places, masked };
  kept.set(key, frame);
  return frame;
}

/** The dark modules of codewords, without all else that a symbol has. */
export function placed(codewords: Uint8Array, places: Uint16Array, size: number): Bits {
  const bits = lightOf(size);
  for (let at = 0; at < codewords.length; at++) {
    for (let ones = (codewords[at] ?? 0) << 24, bit = 0; ones !== 0; ones <<= 1, bit++) {
      const zeros = Math.clz32(ones);
      bit += zeros;
      ones <<= zeros;
      const place = places[8 * at + bit] ?? 0;
      darken(bits, place >>> 8, place & 255);
    }
  }
  return bits;
}

/** Two columns at a time from the right, upwards and downwards by turns (ISO/IEC 18004, 7.7.3). */
function placesIn({ size, reservedBit }: BitMatrix): Uint16Array {
  const places: number[] = [];
  for (let right = size - 1, upwards = true; right > 0; right -= 2, upwards = !upwards) {
    // The timing pattern has a column of its own.
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) if (!reservedBit[row * size + column]) places.push(256 * row + column);
    }
  }
  return Uint16Array.from(places);
}
