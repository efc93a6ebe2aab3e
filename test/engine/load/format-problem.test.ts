import { describe, expect, it } from 'vitest';
import { problem } from '../../../engine/errors.ts';
import { formatProblem } from '../../../engine/format-problem.ts';
import { load, wrongFiles } from './fixtures.ts';

describe('formatProblem', () => {
  it('shows the line with a caret below the part that is wrong', async () => {
    const { problems } = await load((await wrongFiles('expression-unknown-name')).files);
    const lines = problems.map(formatProblem).join('\n').split('\n');
    expect(lines[0]).toMatch(/^feature\.yaml:30:38 {2}EXPRESSION_UNKNOWN_NAME {2}./);
    expect(lines[1]).toBe('            text: ="Letter " + invoice.nummer');
    expect(lines[2]).toBe(`${' '.repeat(39)}^^^^^^`);
    expect(lines[3]).toContain('number');
  });

  it.each([
    ['a path', { path: 'lines[2].quantity' }, /^lines\[2\]\.quantity {2}INPUT_SCHEMA {2}Wrong\.\n {2}Mend it\.$/],
    ['a step', { step: 'sealed' }, /^sealed {2}INPUT_SCHEMA {2}Wrong\.\n/],
    ['nothing', {}, /^INPUT_SCHEMA {2}Wrong\.\n/],
    ['a warning', { severity: 'warning' as const }, /^INPUT_SCHEMA \(warning\) {2}Wrong\.\n/],
  ])('without a place: %s', (_, details, expected) => {
    expect(formatProblem(problem('INPUT_SCHEMA', 'Wrong.', { hint: 'Mend it.', ...details }))).toMatch(expected);
  });

  const place = { file: 'rules.yaml', line: 3, column: 5, source: '  - id: A' };

  it.each([
    [
      'the field first where the data is wrong',
      'RULE_FAILED',
      /^lines\[0\] {2}RULE_FAILED {2}m\.\n {2}h\n {2}\(rules\.yaml:3:5\)$/,
    ],
    [
      'the file first where its author is wrong',
      'EXPRESSION_FAILED',
      /^rules\.yaml:3:5 {2}.*\n.*\n +\^\n {2}h\n.* lines\[0\]$/,
    ],
  ] as const)('with a place and a path: %s', (_, code, expected) => {
    expect(formatProblem(problem(code, 'm', { hint: 'h', path: 'lines[0]', place }))).toMatch(expected);
  });

  it('keeps the caret under its character after tabs and in a very long line', () => {
    const tabbed = { file: 'f', line: 1, column: 3, source: '\t\tab', length: 2 };
    expect(
      formatProblem(problem('SCHEMA', 'm', { place: tabbed, hint: 'h' }))
        .split('\n')
        .slice(1, 3),
    ).toEqual(['  \t\tab', '  \t\t^^']);
    const source = `${'x'.repeat(5000)}Y${'x'.repeat(5000)}`;
    const place = { file: 'f', line: 1, column: 5001, source, length: 1 };
    const [, shown = '', caret = ''] = formatProblem(problem('SCHEMA', 'm', { place, hint: 'h' })).split('\n');
    expect(shown.length).toBeLessThan(200);
    expect(shown[caret.indexOf('^')]).toBe('Y');
  });
});
