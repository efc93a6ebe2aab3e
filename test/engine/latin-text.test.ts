import { describe, expect, it } from 'vitest';
import { latinText } from '../../engine/latin-text.ts';

const undecided: readonly [string, readonly number[]][] = [
  ['a control character', [0x61, 0x62, 0x01, 0x63]],
  ['a null', [0x61, 0x00]],
  ['a letter beyond Latin-1', [...Buffer.from('Łódź')]],
  ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61]],
  ['an emoji', [...Buffer.from('ok 👍')]],
  ['a letter that is cut off', [0x61, 0xc3]],
  ['a letter without its second byte', [0xc3, 0x61, 0x61, 0x61]],
  ['an overlong letter', [0xc1, 0xa1]],
  ['a second byte alone', [0x61, 0x61, 0x61, 0x61, 0xa1]],
];

describe('the text of UTF-8 that has only Latin-1', () => {
  it.each(['', 'a', 'áéíóúñÑü ¿¡', 'a\tb\r\nc\n', 'Compañía\nde Ñandú ÿ\u0080\u00bf', 'x'.repeat(70_000)])(
    '%j',
    (text) => {
      expect(latinText(Buffer.from(text))).toBe(text);
    },
  );

  it.each(undecided)('is not told of %s', (_, bytes) => {
    expect(latinText(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('is not told of a long text with other letters than ASCII has', () => {
    expect(latinText(Buffer.from(`${'x'.repeat(70_000)}ñ`))).toBeUndefined();
  });

  it('is, wherever the bytes stand in memory and the letters in them, what TextDecoder makes of them', () => {
    const said = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const letters = ['a', 'ñ', '\n', '\u007f', '~', ' ', '\u00a0', 'ÿ', '\t'];
    for (let seed = 1; seed < 2_000; seed++) {
      let text = '';
      for (let rest = seed * 2_654_435_761; rest >= 1; rest /= letters.length)
        text += letters[Math.trunc(rest) % letters.length];
      const room = Buffer.from(`${'.'.repeat(seed % 9)}${text}.`);
      const bytes = room.subarray(seed % 9, room.length - 1);
      expect(latinText(bytes)).toBe(said.decode(bytes));
    }
  });

  it('decides of any four bytes as their values say', () => {
    for (let value = 0; value < 256; value++) {
      for (let place = 0; place < 4; place++) {
        const bytes = new Uint8Array(4).fill(0x41);
        bytes[place] = value;
        const plain = (value >= 0x20 && value < 0x80) || value === 9 || value === 10 || value === 13;
        expect(latinText(bytes) !== undefined, `${value} at ${place}`).toBe(plain);
      }
    }
  });
});
