import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternOf } from '../../../../../actions/lib/xsd/acceptance/pattern.ts';
import { escaped, plainly, schemaOf } from '../schemas.ts';

/** As the authorities write them. */
const patterns: [pattern: string, matching: readonly string[], others: readonly string[]][] = [
  ['[0-9]{1,18}(.[0-9]{1,6})?', ['1', '12.50', '0,000001'], ['', '1.', '1.2345678']],
  ['[^|]{1,50}', ['a', 'Ñandú & Cía', 'x'.repeat(50)], ['', 'a|b', 'x'.repeat(51)]],
  [
    '[A-Z&Ñ]{3,4}[0-9]{2}(0[1-9]|1[012])(0[1-9]|[12][0-9]|3[01])[A-Z0-9]{2}[0-9A]',
    ['EKU9003173C9', 'Ñ&A010101000'],
    ['EKU9013173C9'],
  ],
  ['[!-ÿ]{1}[ -ÿ]{0,}[!-ÿ]{1}|[!-ÿ]{1}', ['a', 'a b', 'ÿ'], [' a', 'a ', '', 'a€b']],
  ['[\\p{IsBasicLatin}\\p{IsLatin-1Supplement}]{1,80}', ['Società', 'x'], ['', '€', 'x'.repeat(81)]],
  ['(\\p{IsBasicLatin}{1,8})', ['abc'], ['è', 'x'.repeat(9)]],
  ['[\\-]?[0-9]{1,11}\\.[0-9]{2}', ['-1.00', '12345678901.99'], ['1.0', '+1.00']],
  ['\\d\\d', ['12'], ['1', 'ab']],
  ['\\d{20,20}', ['1'.repeat(20)], ['1'.repeat(19)]],
  ['0|0\\.[0-9]{2}|[1-9]{1}[0-9]{0,12}(\\.[0-9]{2})?', ['0', '0.10', '12.30', '7'], ['00', '01']],
  ['.+@.+[.]+.+', [], ['a']],
  ['[0-9]*', ['', '123'], ['x']],
  ['([0-9]{3}-)?[a-z.\\-+]+', ['a', '123-b', '.-+'], ['123-', 'A']],
  ['[a-f0-9A-F]{8}-[a-f0-9A-F]{4}', ['0aF12345-abCD'], ['0aF1234g-abCD']],
  ['\\p{Lu}\\p{Ll}+', ['Ab'], ['ab', 'A1']],
  ['\\s?\\S', ['a', ' a'], ['ab']],
  ['[\\w]', [], []],
  ['\\i\\c*', [], []],
  ['[a-z-[aeiou]]+', [], []],
  ['a{2}', ['aa'], ['a', 'aaa']],
  ['a{0}b', ['b'], ['ab']],
  ['^a$', ['^a$'], ['a']],
  ['a\\^\\|\\\\\\n', ['a^|\\\n'], ['a']],
  ['[\\]\\[^-]', [']', '[', '^', '-'], ['a']],
  ['😀{2}', ['😀😀'], ['😀']],
  ['[а-я]+', ['при'], ['Привет']],
];

describe('a pattern that is translated', () => {
  it.each(patterns)('%s agrees with libxml2', (pattern, matching, others) => {
    const matches = patternOf(pattern);
    const valid = plainly(
      schemaOf(
        `<xs:element name="r"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="${escaped(pattern)}"/></xs:restriction></xs:simpleType></xs:element>`,
      ),
    );
    const document = (value: string) => `<r xmlns="urn:t">${escaped(value)}</r>`;
    for (const value of matching) expect([value, matches?.(value)]).toEqual([value, true]);
    for (const value of [...matching, ...others])
      expect([value, valid(document(value))]).toEqual([value, matching.includes(value)]);
    const pieces = fc.constantFrom(...pattern, ...'09azAZ. |\n-ñ€😀', ...matching, ...others);
    const values = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
    const right = (value: string) => matches?.(value) !== true || valid(document(value));
    fc.assert(fc.property(values, right), { numRuns: 150 });
  });
});

describe('a pattern that could keep a processor busy', () => {
  it.each(['(a+)+b', '(a|a)*b', '(a*)*', '(a|b?c)+', '.*.*', '[^ ]+ [^/^ ]+/[0-9]+', '((a|b){9}){9}'])(
    '%s is left to libxml2',
    (pattern) => {
      expect(patternOf(pattern)).toBeUndefined();
    },
  );

  it('so is a long value', () => {
    expect(patternOf('[^|]+')?.('x'.repeat(1000))).toBe(true);
    expect(patternOf('[^|]+')?.('x'.repeat(1001))).toBe(false);
  });
});

describe('what is not known here is left to libxml2', () => {
  it.each([
    '\\c+',
    '\\I',
    '[\\w]',
    '\\p{IsCyrillic}',
    '[a-z-[m]]',
    '[a-\\d]',
    'a{2,1}',
    'a{',
    '(a',
    'a)',
    '[a',
    '*',
    '\\q',
    '\\p{Xx}',
    'a{12345}',
  ])('%s', (pattern) => expect(patternOf(pattern)).toBeUndefined());

  it('letters and digits of other alphabets', () => {
    expect(patternOf('\\d')?.('٣')).toBe(false);
    expect(patternOf('\\p{L}')?.('é')).toBe(false);
  });
});
