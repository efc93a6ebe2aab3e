import { type Blocks, blocksOf, type Level } from './blocks.ts';
import { correctionOf } from './correction.ts';
import type { Segment } from './segments.ts';

/** The smallest version that holds the segments; undefined where none does. */
export function versionFor(segments: readonly Segment[], level: Level): number | undefined {
  for (let version = 1; version <= 40; version++) {
    if (bitsIn(segments, version) <= 8 * blocksOf(version, level).data) return version;
  }
  return undefined;
}

/** What the symbol says, with what corrects its errors, in the order in which it is placed (ISO/IEC 18004, 7.4 to 7.6). */
export function codewordsOf(segments: readonly Segment[], version: number, level: Level): Uint8Array {
  const blocks = blocksOf(version, level);
  return interleaved(dataOf(segments, version, blocks.data), blocks);
}

const modes = {
  numeric: { indicator: 1, countBits: [10, 12, 14] },
  alphanumeric: { indicator: 2, countBits: [9, 11, 13] },
  byte: { indicator: 4, countBits: [8, 16, 16] },
} as const;

function bitsIn(segments: readonly Segment[], version: number): number {
  let bits = 0;
  for (const { mode, data } of segments) bits += 4 + countBits(mode, version) + dataBits[mode](data.length);
  return bits;
}

const countBits = (mode: Segment['mode'], version: number): number =>
  modes[mode].countBits[version < 10 ? 0 : version < 27 ? 1 : 2];

const dataBits: Readonly<Record<Segment['mode'], (length: number) => number>> = {
  numeric: (length) => Math.ceil((10 * length) / 3),
  alphanumeric: (length) => Math.ceil((11 * length) / 2),
  byte: (length) => 8 * length,
};

function dataOf(segments: readonly Segment[], version: number, length: number): Uint8Array {
  const bits = new BitWriter(length);
  for (const { mode, data } of segments) {
    bits.put(modes[mode].indicator, 4);
    bits.put(data.length, countBits(mode, version));
    if (mode === 'byte') for (const byte of data) bits.put(byte, 8);
    else if (mode === 'numeric') putDigits(bits, data);
    else putCharacters(bits, data);
  }
  return bits.padded();
}

function putDigits(bits: BitWriter, digits: string): void {
  for (let at = 0; at < digits.length; at += 3) {
    const group = digits.slice(at, at + 3);
    bits.put(Number(group), 3 * group.length + 1);
  }
}

function putCharacters(bits: BitWriter, text: string): void {
  for (let at = 0; at + 1 < text.length; at += 2)
    bits.put(45 * characterValue(text, at) + characterValue(text, at + 1), 11);
  if (text.length % 2 === 1) bits.put(characterValue(text, text.length - 1), 6);
}

const characterValue = (text: string, at: number): number => characters.indexOf(text.charAt(at));

const characters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Codewords that are filled from their highest bit on. */
class BitWriter {
  readonly #length: number;
  readonly #bytes: Uint8Array;
  #bits = 0;

  constructor(length: number) {
    this.#length = length;
    // `put` writes three bytes, of which two may lie beyond the end.
    this.#bytes = new Uint8Array(length + 2);
  }

  /** @param length at most 16 */
  put(value: number, length: number): void {
    const at = this.#bits >>> 3;
    const bits = value << (24 - (this.#bits & 7) - length);
    const bytes = this.#bytes;
    bytes[at] = (bytes[at] ?? 0) | (bits >>> 16);
    bytes[at + 1] = bits >>> 8;
    bytes[at + 2] = bits;
    this.#bits += length;
  }

  /** All of them: four bits of zero, as far as there is room, end what was put, and two codewords by turns fill the rest. */
  padded(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    for (let at = (this.#bits + 4 + 7) >>> 3, pad = 0xec; at < this.#length; at++, pad ^= 0xec ^ 0x11) bytes[at] = pad;
    return bytes;
  }
}

/** The first codeword of every block, then the second of every one, and so on; then in the same way what corrects them. */
function interleaved(data: Uint8Array, { count, correction }: Blocks): Uint8Array {
  const codewords = new Uint8Array(data.length + count * correction);
  const short = Math.trunc(data.length / count);
  const shortBlocks = count - (data.length % count);
  for (let block = 0, from = 0; block < count; block++) {
    const length = block < shortBlocks ? short : short + 1;
    const own = data.subarray(from, from + length);
    for (let at = 0; at < short; at++) codewords[at * count + block] = own[at] ?? 0;
    if (length > short) codewords[short * count + block - shortBlocks] = own[short] ?? 0;
    const corrected = correctionOf(own, correction);
    for (let at = 0; at < correction; at++) codewords[data.length + at * count + block] = corrected[at] ?? 0;
    from += length;
  }
  return codewords;
}
