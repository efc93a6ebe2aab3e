import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { inProcess } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-validate-'));
vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const schema = (content: string) =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">${content}</schema>`;
const rules = file(
  'r.sch',
  schema(
    '<pattern><rule context="b"><assert id="B" test="@n" flag="fatal">no n</assert><report id="W" test="@w" flag="warning">w</report></rule></pattern>',
  ),
);
const good = file('good.xml', '<a>\n<b n="1" w="1"/></a>');
const bad = file('bad.xml', '<a>\n<b/></a>');
const broken = file('broken.xml', '<a>');

describe('timbre validate', () => {
  test('a line of JSON for each file; 1 when one finding is fatal', async () => {
    const { code, stdout: out } = await inProcess(['validate', good, bad, '--schematron', rules, '--json']);
    expect(code).toBe(1);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { file: good, valid: true, findings: [{ rule: 'W', severity: 'warning', path: '/a/b', line: 2, message: 'w' }] },
      { file: bad, valid: false, findings: [{ rule: 'B', severity: 'fatal', path: '/a/b', line: 2, message: 'no n' }] },
    ]);
  });

  test('0 when all are valid; several rule sets judge one document', async () => {
    const more = file(
      'more.sch',
      schema('<pattern><rule context="a"><report id="M" test="b" role="information">m</report></rule></pattern>'),
    );
    const { code, stdout: out } = await inProcess(['validate', good, '--schematron', rules, '--schematron', more]);
    expect(code).toBe(0);
    expect(out).toContain('✓');
    expect(out).toMatch(/warning {2}W {2}w[\s\S]*information {2}M {2}m/);
  });

  test('a file that is no XML is not valid', async () => {
    const { code, stdout: out } = await inProcess(['validate', broken, '--schematron', rules, '--json']);
    expect([code, JSON.parse(out).findings[0].rule]).toEqual([1, 'XML_NOT_WELL_FORMED']);
  });

  test('compiled rules are kept in the user’s own cache', async () => {
    await inProcess(['validate', good, '--schematron', rules]);
    expect(readdirSync(join(folder, 'cache/timbre/schematron')).length).toBeGreaterThan(0);
  });

  test('--svrl writes the report', async () => {
    const svrl = join(folder, 'out.svrl');
    expect((await inProcess(['validate', bad, '--schematron', rules, '--svrl', svrl])).code).toBe(1);
    expect(readFileSync(svrl, 'utf8')).toContain('<svrl:failed-assert id="B" location="/a[1]/b[1]"');
  });

  const wrong = file('wrong.sch', schema('<pattern><rule context="b"><assert test="]"/></rule></pattern>'));
  test.each([
    ['no rules', ['validate', good], 2, 'USAGE'],
    [
      'a report of two documents',
      ['validate', good, bad, '--schematron', rules, '--svrl', join(folder, 'x')],
      2,
      'USAGE',
    ],
    ['a missing file', ['validate', join(folder, 'none.xml'), '--schematron', rules], 2, 'FILE_MISSING'],
    ['missing rules', ['validate', good, '--schematron', join(folder, 'none.sch')], 2, 'FILE_MISSING'],
    ['rules with a mistake', ['validate', good, '--schematron', wrong], 1, 'RULE_SET_INVALID'],
    ['a report that cannot be written', ['validate', bad, '--schematron', rules, '--svrl', folder], 2, 'OUTPUT_FAILED'],
  ])('%s', async (_, parameters, code, problem) => {
    const result = await inProcess([...parameters, '--json']);
    expect([result.code, JSON.parse(result.stdout.trim().split('\n').at(-1) ?? '').problems[0].code]).toEqual([
      code,
      problem,
    ]);
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});
