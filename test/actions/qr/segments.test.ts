import { describe, expect, it } from 'vitest';
import { type Segment, segmentsOf } from '../../../actions/qr/segments.ts';
import { randomFrom } from '../../../sandbox/random.ts';

const written = (segments: readonly Segment[]): string =>
  segments.map(({ mode, data }) => `${mode} ${data.toString()}`).join('\n');

const small = 'A0123456789BCDEF';

describe('The segments of a text', () => {
  it.each([
    ['', ''],
    ['7', 'numeric 7'],
    ['00123456789012345678', 'numeric 00123456789012345678'],
    ['A-1', 'alphanumeric A-1'],
    ['a', 'byte a'],
    [`x${small}`, `byte x\nalphanumeric ${small}`],
    [`${small}x`, `alphanumeric ${small}\nbyte x`],
    [`x${small.slice(1)}`, `byte x${small.slice(1)}`],
    [`ñ${small}😀${small}€`, `byte ñ\nalphanumeric ${small}\nbyte 😀\nalphanumeric ${small}\nbyte €`],
    ['https://a/?id=12345678901234567890', 'byte https://a/?id=\nalphanumeric 12345678901234567890'],
  ])('%s', (text, segments) => {
    expect(written(segmentsOf(text))).toBe(segments);
  });

  it('of any text are stretches of sixteen and more of the smaller alphabet, and what is between them', () => {
    const chance = randomFrom(1);
    const alphabet = 'AAAA0000 $%*+-./:zñ';
    for (let round = 0; round < 2_000; round++) {
      const letter = () => alphabet[Math.floor(chance() ** 2 * alphabet.length)];
      const text = `${Array.from({ length: chance() * 120 }, letter).join('')}z`;
      const parts = text.split(/([0-9A-Z $%*+\-./:]{16,})/).filter((each) => each !== '');
      expect(segmentsOf(text).map(({ data }) => data.toString())).toEqual(parts);
    }
  });
});
