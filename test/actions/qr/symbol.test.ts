import qrcode, { type QRCodeMaskPattern } from 'qrcode';
import { describe, expect, it } from 'vitest';
import { bitsOf } from '../../../actions/qr/bits.ts';
import type { Level } from '../../../actions/qr/blocks.ts';
import { versionFor } from '../../../actions/qr/codewords.ts';
import { type Segment, segmentsOf } from '../../../actions/qr/segments.ts';
import { svgOf } from '../../../actions/qr/svg.ts';
import { createSymbol } from '../../../actions/qr/symbol.ts';

const levels = ['L', 'M', 'Q', 'H'] as const;
const alphabet = 'abcXYZ0123456789-/:. ñ?&=%';

/** Texts of many lengths, the same each time. */
const texts = Array.from({ length: 60 }, (_, at) =>
  Array.from({ length: 1 + ((at * 37) % 900) }, (_, index) => alphabet[(index * (at + 7) + at) % alphabet.length]).join(
    '',
  ),
);

/** One segment of so many characters, for each level in another mode. */
const filled: Readonly<Record<Level, (length: number) => Segment[]>> = {
  L: (length) => [{ mode: 'numeric', data: '0816'.repeat(2000).slice(0, length) }],
  M: (length) => [{ mode: 'alphanumeric', data: '4711 TIMBRE/'.repeat(400).slice(0, length) }],
  Q: (length) => [{ mode: 'byte', data: Buffer.from('recibí'.repeat(300)).subarray(0, length) }],
  H: (length) => [{ mode: 'byte', data: Buffer.from('recibó'.repeat(300)).subarray(0, length) }],
};

const libraryDraws = (segments: Segment[], errorCorrectionLevel: Level, maskPattern: QRCodeMaskPattern = 0) =>
  qrcode.create(segments, { errorCorrectionLevel, maskPattern });

describe('createSymbol', () => {
  it('makes the symbol that the library makes, in the version and with the mask that it finds', () => {
    for (const [at, text] of texts.entries()) {
      const level = levels[at % 4] ?? 'M';
      const segments = segmentsOf(text);
      const { version, maskPattern, modules } = qrcode.create(segments, { errorCorrectionLevel: level });
      const bits = bitsOf(modules.data, modules.size);
      expect(createSymbol(segments, level), `${level} ${text}`).toEqual({ version, maskPattern, bits });
    }
  });

  it('finds every mask the best for some text', () => {
    const found = texts.map((text) => createSymbol(segmentsOf(text), 'M')?.maskPattern);
    expect(new Set(found).size).toBe(8);
  });
});

describe('versionFor', () => {
  it.each(levels)('puts as much into each version as the library, and the same, at level %s', (level) => {
    const fill = filled[level];
    for (let version = 1, length = 1; version <= 40; version++, length++) {
      while (versionFor(fill(length + 1), level) === version) length++;
      expect(libraryDraws(fill(length), level).version, `${length}`).toBe(version);
      if (version < 40) expect(libraryDraws(fill(length + 1), level).version, `${length + 1}`).toBe(version + 1);
      else expect(() => libraryDraws(fill(length + 1), level)).toThrow(/too big/);
      // At each level every fourth version: what is drawn for the first time takes eight drawings of the library.
      if (version % 4 !== levels.indexOf(level)) continue;
      const { maskPattern, bits } = createSymbol(fill(length), level) ?? {};
      const { modules } = libraryDraws(fill(length), level, maskPattern);
      expect(bits, `${length}`).toEqual(bitsOf(modules.data, modules.size));
    }
  });
});

describe('svgOf', () => {
  it('draws what the library draws', async () => {
    for (const [at, text] of texts.entries()) {
      const [segments, level, margin] = [segmentsOf(text), levels[at % 4] ?? 'M', at % 6];
      const drawn = await qrcode.toString(segments, { type: 'svg', errorCorrectionLevel: level, margin });
      const { bits } = createSymbol(segments, level) ?? expect.fail(text);
      expect(Buffer.from(svgOf(bits, margin)).toString(), `${level} ${text}`).toBe(drawn);
    }
  });
});

describe('segmentsOf', () => {
  it.each([
    ['12345', ['numeric']],
    ['HTTPS://EXAMPLE.ORG/1', ['alphanumeric']],
    ['ABC', ['alphanumeric']],
    ['https://example.org', ['byte']],
    ['id=5FB2822E-396D-4725-8521-CDC4BDD20CCF&re=é', ['byte', 'alphanumeric', 'byte']],
    ['5FB2822E-396D-4725-8521-CDC4BDD20CCF&', ['alphanumeric', 'byte']],
  ])('%s', (text, modes) => {
    const segments = segmentsOf(text);
    expect(segments.map(({ mode }) => mode)).toEqual(modes);
    expect(segments.map(({ data }) => Buffer.from(String(data)).toString()).join('')).toBe(text);
  });

  it('needs no greater a version than bytes alone', () => {
    for (const text of texts) {
      const split = qrcode.create(segmentsOf(text), { errorCorrectionLevel: 'L', maskPattern: 0 });
      const whole = [{ data: Buffer.from(text), mode: 'byte' as const }];
      expect(split.version).toBeLessThanOrEqual(
        qrcode.create(whole, { errorCorrectionLevel: 'L', maskPattern: 0 }).version,
      );
    }
  });
});
