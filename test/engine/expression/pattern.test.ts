import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileTextPattern } from '../../../engine/expression/pattern.ts';

/** Patterns in the subset, built from pieces that JavaScript reads alike. */
const { pattern } = fc.letrec<{ pattern: string; atom: string; part: string }>((tie) => ({
  atom: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\d', '\\.', '[a-c1]', 'é', '^', '$'),
    tie('pattern').map((inner) => `(${inner})`),
    tie('pattern').map((inner) => `(?:${inner})`),
  ),
  part: fc
    .tuple(tie('atom'), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '{0,}'))
    .map(([atom, times]) => (atom === '^' || atom === '$' ? atom : atom + times)),
  pattern: fc
    .array(fc.array(tie('part'), { maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((branches) => branches.map((parts) => parts.join('')).join('|')),
}));

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', 'é', '😀'), maxLength: 8 });

/** Undefined where JavaScript's own engine goes on and on, as it may when repetitions are nested. */
function javaScriptMatches(source: string, value: string): boolean | undefined {
  try {
    return runInNewContext('new RegExp(source, "u").test(value)', { source, value }, { timeout: 50 });
  } catch (error) {
    // Not `instanceof Error`: it may be an error of the context that was stopped.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return undefined;
    throw error;
  }
}

describe('text patterns', () => {
  it('mean what they mean in JavaScript', () => {
    fc.assert(
      fc.property(pattern, fc.array(text, { maxLength: 6 }), (source, texts) => {
        const matches = compileTextPattern(source);
        for (const each of texts) {
          const theirs = javaScriptMatches(source, each);
          if (theirs !== undefined) expect([source, each, matches(each)]).toEqual([source, each, theirs]);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['^[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{3}$', 'EKU9003173C9', true],
    ['^[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{3}$', 'EKU9003173C9 ', false],
    ['[]]', ']', true],
    ['\\u00e9', 'é', true],
    ['^a\\|b$', 'a|b', true],
  ])('%s on %s', (source, value, result) => expect(compileTextPattern(source)(value)).toBe(result));

  it.each([
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<n>a)',
    '(a)\\1',
    'a**',
    'a+?',
    'a{2}{3}',
    '(a',
    'a)',
    '[a',
    '*a',
    'a{2,1}',
    '\\b',
    '^\\p{1}',
    '{',
    '(a{999}){999}',
    '('.repeat(99),
  ])('%s is refused', (source) => expect(() => compileTextPattern(source)).toThrow(RangeError));

  it.each(['^(a+)+$', '^(a|a)*$', '^(a|aa)+$', '^a*a*a*a*a*a*$', '(.*)(.*)(.*)x', '^(a?){50}a{50}$'])(
    '%s does not hang',
    (source) => {
      // A search that goes back would not be through with it while the sun shines.
      expect(compileTextPattern(source)(`${'a'.repeat(2_000)}!`)).toBe(false);
    },
  );
});
