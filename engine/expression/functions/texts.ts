import { compileTextPattern } from '../pattern.ts';
import { type ExpressionFunction, failed, isMissing, toInt, toText } from './define.ts';

export const textFunctions: readonly ExpressionFunction[] = [
  {
    name: 'text',
    signatures: ['text(scalar): string'],
    summary: 'Plain text: a number without exponent, true or false, a date in ISO 8601.',
    examples: [
      ['text(1.50)', '1.5'],
      ['"No. " + text(7)', 'No. 7'],
    ],
    run: plainText,
  },
  {
    name: 'upper',
    signatures: ['upper(string): string'],
    summary: 'In capital letters.',
    examples: [['upper("niño")', 'NIÑO']],
    run: (text) => toText(text).toUpperCase(),
  },
  {
    name: 'lower',
    signatures: ['lower(string): string'],
    summary: 'In small letters.',
    examples: [['lower("NIÑO")', 'niño']],
    run: (text) => toText(text).toLowerCase(),
  },
  {
    name: 'trim',
    signatures: ['trim(string): string'],
    summary: 'Without white space at both ends.',
    examples: [['trim("  a b ")', 'a b']],
    run: (text) => toText(text).trim(),
  },
  {
    name: 'substring',
    signatures: ['substring(string, int): string', 'substring(string, int, int): string'],
    summary:
      'The characters from an index (from 0) up to, not including, another; a negative index counts from the end.',
    examples: [
      ['substring("EKU9003173C9", 0, 3)', 'EKU'],
      ['substring("abc", 1)', 'bc'],
      ['substring("abc", -2)', 'bc'],
      ['substring("abc", 5, 9)', undefined],
    ],
    run: (text, from, to) => {
      const [whole, start, end] = [toText(text), toInt(from), to === undefined ? undefined : toInt(to)];
      return pairs.test(whole) ? [...whole].slice(start, end).join('') : whole.slice(start, end);
    },
  },
  {
    name: 'replace',
    signatures: ['replace(string, string, string): string'],
    summary: 'Every occurrence of one text replaced by another.',
    examples: [['replace("1,234,567", ",", "")', '1234567']],
    run: (text, search, by) => toText(text).replaceAll(toText(search), () => toText(by)),
  },
  {
    name: 'padLeft',
    signatures: ['padLeft(string, int, string): string', 'padLeft(int, int, string): string'],
    summary: 'Filled up on the left to that many characters.',
    examples: [['padLeft(42, 6, "0")', '000042']],
    run: (value, length, by) => {
      const wanted = toInt(length);
      return wanted > 10_000
        ? failed('padLeft makes at most 10000 characters')
        : plainText(value).padStart(wanted, toText(by));
    },
  },
  {
    name: 'join',
    signatures: [
      'join(list<string>, string): string',
      'join(list<int>, string): string',
      'join(list<decimal>, string): string',
    ],
    summary: 'The items of a list in one text, with a separator between them; absent and empty items are left out.',
    examples: [['join(["a", "", "b"], "|")', 'a|b']],
    run: (list, separator) => {
      const items = Array.isArray(list) ? list : failed('join needs a list');
      return items
        .filter((item) => !isMissing(item) && item !== '')
        .map(plainText)
        .join(toText(separator));
    },
  },
  {
    name: 'matches',
    signatures: ['matches(string, string): bool'],
    summary:
      'Whether a regular expression is found in the text; write ^ and $ to match all of it. Linear in time: no back-references, no look-around. False for an absent text.',
    examples: [
      ['matches("EKU9003173C9", "^[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{3}$")', 'true'],
      ['matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|a)*$")', 'false'],
    ],
    absent: 'seen',
    run: (text, pattern) => !isMissing(text) && patternTest(toText(pattern))(toText(text)),
  },
];

/** Characters that a text of JavaScript holds as two. */
const pairs = /[\ud800-\udbff]/;

function plainText(value: unknown): string {
  if (typeof value === 'object' && (value === null || Array.isArray(value) || value instanceof Map)) {
    return failed('a single value is needed');
  }
  return String(value);
}

const tests = new Map<string, (text: string) => boolean>();

function patternTest(pattern: string): (text: string) => boolean {
  const test = tests.get(pattern) ?? compileTextPattern(pattern);
  if (tests.size < 1000) tests.set(pattern, test);
  return test;
}
