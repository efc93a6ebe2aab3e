import { describe, expect, it } from 'vitest';
import { DynamicError } from '../../../schematron/runtime/error.ts';
import { Automaton } from '../../../schematron/runtime/regex/automaton.ts';
import { regex } from '../../../schematron/runtime/regex/index.ts';
import { parseRegex } from '../../../schematron/runtime/regex/parse.ts';
import { growth } from '../../growth.ts';

const plain = { dotAll: false, multiline: false, ignoreCase: false, extended: false, quoted: false };

describe('both matchers find the same', () => {
  const texts = ['', 'a', 'ab', 'abc', 'aaa', 'xaby', 'abab', 'a\nb', 'DE123456789', '😀a', '12,3', 'caa'];
  it.each([
    'a',
    'a*',
    'a*?b',
    '(a|ab)(c|bcd)?',
    '^a+$',
    '[^a]',
    '[a-c-[b]]+',
    '(a)(b)?',
    '\\d{2,3}',
    '^([A-Z]{2})?[0-9]+$',
    '(ab)+',
    '.',
    '\\w+',
    '\\p{L}+?',
    '(a*)(a|b)',
    'a{2}',
    'b|a',
    '(b|a|[^a-y])+',
    '(\\d|,|\\p{L})+$',
  ])('%s', (pattern) => {
    const { node, groups } = parseRegex(pattern, plain);
    const automaton = new Automaton(node, groups, plain);
    for (const text of texts) {
      const slots = automaton.find(text, 0);
      const found = new RegExp(pattern.replace('[a-c-[b]]', '[ac]').replace('\\w', '[^\\p{P}\\p{Z}\\p{C}]'), 'v').exec(
        text,
      );
      expect(slots?.slice(0, 2)).toEqual(found === null ? undefined : [found.index, found.index + found[0].length]);
    }
  });
});

describe('an expression that makes others hang takes no more time than the length of the text', () => {
  it.each([
    '(a+)+b',
    '(a|a)*b',
    '(a*)*b',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '.*.*.*.*=.*',
    '(a?){30}a{30}b',
    '(a+)+((b+)+){0}c',
  ])('%s', (pattern) => {
    const expression = regex(pattern, '');
    const search = (length: number) => expect(expression.test('a'.repeat(length))).toBe(false);
    expect(growth(1_500, 12_000, 3, search)).toBeLessThan(3);
  });

  // One that tries all ways takes twice as long with each character, a minute for these.
  it.each(['(a|a)*b', '(a|[a-c])+b', '(\\w|\\p{L}|.)*b$', '(a|a){32}b', '(a+)+((b+)+){0}c'])(
    'in a short text, %s',
    (pattern) => {
      expect(regex(pattern, '').test('a'.repeat(32))).toBe(false);
    },
  );
});

it.each([
  ['[', 'FORX0002'],
  ['a**', 'FORX0002'],
  ['(a', 'FORX0002'],
  ['a{2,1}', 'FORX0002'],
  ['\\q', 'FORX0002'],
  ['\\p{Wrong}', 'FORX0002'],
  ['\\1(a)', 'FORX0002'],
  ['a]', 'FORX0002'],
])('%s is no regular expression', (pattern, code) => {
  expect(() => regex(pattern, '')).toThrow(DynamicError);
  expect(() => regex(pattern, '')).toThrow(expect.objectContaining({ code }));
});

it('takes no unknown flags', () => {
  expect(() => regex('a', 'g')).toThrow(expect.objectContaining({ code: 'FORX0001' }));
});
