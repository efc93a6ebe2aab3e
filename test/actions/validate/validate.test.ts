import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { type Validation, validateAction } from '../../../actions/validate/index.ts';
import type { ValidateParameters } from '../../../actions/validate/parameters.ts';
import type { Artefact } from '../../../engine/artefacts.ts';
import { problemsOf } from '../../../engine/errors.ts';
import { artefactOf } from '../lib/xsd/schemas.ts';
import { contextOf, loadingOf, runExample } from '../loading.ts';

const schemaOfA =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a"><xs:element name="a"><xs:complexType><xs:sequence><xs:any/></xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element></xs:schema>';
const schemaOfB =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"><xs:element name="b" type="xs:date"/></xs:schema>';
const schematron = (content: string) =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="a" uri="urn:a"/><ns prefix="b" uri="urn:b"/>${content}</schema>`;
const artefacts: Record<string, Artefact> = {
  'a.xsd': artefactOf('a.xsd', { 'http://t.test/a.xsd': schemaOfA }),
  'b.xsd': artefactOf('b.xsd', { 'http://t.test/b.xsd': schemaOfB }),
  'rules.sch': artefactOf('rules.sch', {
    'http://t.test/r/rules.sch': schematron(
      '<include href="../parts/b.sch"/><pattern><rule context="/a:a"><assert id="A1" test="@n" flag="fatal">n is missing</assert></rule></pattern>',
    ),
    'http://t.test/parts/b.sch':
      '<pattern xmlns="http://purl.oclc.org/dsdl/schematron"><rule context="b:b"><assert id="B1" test=". castable as xs:date" flag="fatal">[B1] <value-of select="."/> is no date</assert><assert id="B2" test="not(@x)" flag="warning">x is old</assert></rule></pattern>',
  }),
  ...Object.fromEntries(
    ['urn:b', 'urn:c'].map((uri) => [
      `${uri}.sch`,
      artefactOf(`${uri}.sch`, {
        [`http://t.test/${uri}.sch`]: `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="p" uri="${uri}"/><pattern><rule context="//*"><assert id="${uri}" test="false()">all are wrong</assert></rule></pattern></schema>`,
      }),
    ]),
  ),
  'broken.sch': artefactOf('broken.sch', {
    'http://t.test/broken.sch': schematron('<pattern><rule context="a"><assert test="("/></rule></pattern>'),
  }),
  'broken.xsd': artefactOf('broken.xsd', { 'http://t.test/broken.xsd': '<a/>' }),
};
const pins = Object.keys(artefacts).map((name) => ({ name, files: [] }));
const files = {
  's.json':
    '{"type":"object","required":["uuid"],"additionalProperties":false,"properties":{"uuid":{"type":"string"},"lines":{"type":"array","items":{"$ref":"line.json"}}}}',
  'line.json': '{"type":"object","properties":{"n":{"type":"string","format":"decimal"},"next":{"$ref":"line.json"}}}',
  'broken.json': '{"type":"nothing"}',
  'dangling.json': '{"$ref":"none.json"}',
};

async function run(
  parameters: ValidateParameters,
  content: string,
  pulled: readonly string[] = Object.keys(artefacts),
) {
  const { loading, at, problems } = loadingOf('{}', { artefacts: pins, files });
  const prepared = validateAction.prepare(parameters, loading, at);
  if (prepared === undefined) return { loading: problems.map((each) => each.code) };
  const known = Object.fromEntries(Object.entries(artefacts).filter(([name]) => pulled.includes(name)));
  const context = contextOf({ in: { document: { mediaType: 'application/xml', content } }, artefacts: known });
  try {
    const { values, problems: warnings = [] } = await validateAction.run(context, prepared);
    return { values, problems: warnings.map((each) => [each.severity, each.code]) };
  } catch (thrown) {
    return { problems: problemsOf(thrown).map((each) => [each.code, each.path ?? each.message]) };
  }
}

const good = '<a:a xmlns:a="urn:a" n="1">\n<b:b xmlns:b="urn:b">2026-03-01</b:b></a:a>';

describe('validate', () => {
  test('XSD: a valid document', async () => {
    expect(await run({ xsd: ['a.xsd', 'b.xsd'] }, good)).toEqual({
      values: { checked: ['a.xsd', 'b.xsd'], skipped: [] },
      problems: [],
    });
  });

  test('XSD: all violations, with line and XPath', async () => {
    const { problems } = await run({ xsd: ['a.xsd', 'b.xsd'] }, good.replace('"1"', '"x"').replace('2026', 'x'));
    expect(problems).toEqual([
      ['XSD_INVALID', expect.stringMatching(/^line 1, \/a:a\/@n: .*'x'.*xs:int/)],
      ['XSD_INVALID', expect.stringMatching(/^line 2, \/a:a\/b:b: .*xs:date/)],
    ]);
  });

  test('XSD: one schema alone does not know the elements of another', async () => {
    expect((await run({ xsd: 'a.xsd' }, good)).problems).toHaveLength(1);
  });

  const invalid = good.replace(' n="1"', '').replace('2026', 'x').replace('<b:b ', '<b:b x="1" ');

  test('Schematron: valid, by all files of the artefact', async () => {
    expect(await run({ xsd: ['a.xsd', 'b.xsd'], schematron: 'rules.sch' }, good)).toEqual({
      values: { checked: ['a.xsd', 'b.xsd', 'rules.sch'], skipped: [] },
      problems: [],
    });
  });

  test('Schematron: what is fatal is an error, with line, path and rule', async () => {
    expect(await run({ schematron: 'rules.sch' }, invalid)).toEqual({
      problems: [
        ['SCHEMATRON_FAILED', 'line 2, /a:a/b:b: [B1] x-03-01 is no date'],
        ['SCHEMATRON_FAILED', 'line 1, /a:a: [A1] n is missing'],
        ['SCHEMATRON_FAILED', 'line 2, /a:a/b:b: [B2] x is old'],
      ],
    });
  });

  test.each([
    ['that of the root, where one is', ['urn:b.sch', 'rules.sch', 'urn:c.sch'], good, []],
    ['all, where none is', ['urn:b.sch', 'urn:c.sch'], '<d xmlns="urn:d"/>', ['[urn:b]', '[urn:c]']],
    ['one alone always', ['urn:c.sch'], '<d xmlns="urn:d"/>', ['[urn:c]']],
    [
      'by the root, and not by what stands before it',
      ['urn:b.sch', 'urn:c.sch'],
      '<!-- a --><b xmlns="urn:b"/>',
      ['[urn:b]'],
    ],
  ])('Schematron: of several those judge whose namespaces have %s', async (_, names, content, expected) => {
    const { problems = [] } = await run({ schematron: names }, content);
    expect(problems.map(([, message = '']) => /\[urn:\w\]/.exec(message)?.[0])).toEqual(expected);
  });

  test('Schematron: what is not is a warning', async () => {
    expect(await run({ schematron: 'rules.sch' }, good.replace('<b:b ', '<b:b x="1" '))).toEqual({
      values: { checked: ['rules.sch'], skipped: [] },
      problems: [['warning', 'SCHEMATRON_FAILED']],
    });
  });

  test.each<[string, ValidateParameters['levels'], string[]]>([
    ['as the rules have them', undefined, ['error A1', 'error B1', 'warning B2']],
    ['a warning as an error', [{ error: ['B2'] }], ['error A1', 'error B1', 'error B2']],
    ['errors as warnings', [{ warning: ['A1', 'B1'] }], ['warning A1', 'warning B1', 'warning B2']],
    ['ignored', [{ ignored: ['B1', 'B2'] }], ['error A1']],
    ['the last entry counts', [{ ignored: ['A1', 'B1', 'B2'] }, { warning: ['A1'] }], ['warning A1']],
    ['an entry that does not hold', [{ when: '=1 == 2', ignored: ['A1'] }, { ignored: ['B1', 'B2'] }], ['error A1']],
  ])('Schematron: levels: %s', async (_, levels, expected) => {
    const { loading, at } = loadingOf('{}', { artefacts: pins, files });
    const prepared = validateAction.prepare({ schematron: 'rules.sch', ...(levels && { levels }) }, loading, at);
    const context = contextOf({ in: { document: { mediaType: 'application/xml', content: invalid } }, artefacts });
    const work = async () => (await validateAction.run(context, prepared as Validation)).problems ?? [];
    const problems = await work().catch(problemsOf);
    expect(problems.map(({ severity, message }) => `${severity} ${/\[([AB]\d)\]/.exec(message)?.[1]}`).sort()).toEqual(
      expected,
    );
  });

  test('levels: without Schematron they mean nothing', async () => {
    expect(await run({ xsd: 'a.xsd', levels: [{ error: ['A1'] }] }, good)).toEqual({ loading: ['SCHEMA'] });
  });

  test('Schematron: an error is not lost behind a hundred warnings', async () => {
    const warned = '<b:b xmlns:b="urn:b" x="1">2026-03-01</b:b>'.repeat(200);
    const { problems } = await run({ schematron: 'rules.sch' }, `<a:a xmlns:a="urn:a">${warned}</a:a>`);
    expect([problems?.length, problems?.[0]]).toEqual([100, ['SCHEMATRON_FAILED', 'line 1, /a:a: [A1] n is missing']]);
  });

  test.each([
    ['rules that cannot be compiled', 'broken.sch', good, 'ARTEFACT_INVALID'],
    ['no XML', 'rules.sch', '<a', 'XML_MALFORMED'],
    ['a document type', 'rules.sch', '<!DOCTYPE a><a/>', 'XML_DOCTYPE'],
    ['depth', 'rules.sch', '<a>'.repeat(300), 'XML_TOO_LARGE'],
  ])('Schematron: %s', async (_, name, document, code) => {
    expect((await run({ schematron: name }, document)).problems).toEqual([[code, expect.any(String)]]);
  });

  test('Schematron: compiled once on a machine, where that may be kept', async () => {
    const compiled = mkdtempSync(join(tmpdir(), 'timbre-compiled-'));
    const rules = artefactOf('kept.sch', {
      'http://t.test/kept.sch': schematron(
        '<pattern><rule context="a"><assert id="A" test="@n">t</assert></rule></pattern>',
      ),
    });
    const { loading, at } = loadingOf('{}', { artefacts: [{ name: 'kept.sch', files: [] }], files: {} });
    const prepared = validateAction.prepare({ schematron: 'kept.sch' }, loading, at);
    const document = { mediaType: 'application/xml', content: '<a n="1"/>' };
    const context = contextOf({ in: { document }, artefacts: { 'kept.sch': { ...rules, compiled } } });
    expect(prepared && (await validateAction.run(context, prepared)).problems).toEqual([]);
    expect(
      readdirSync(compiled)
        .map((file) => extname(file))
        .sort(),
    ).toEqual(['.code', '.js', '.json']);
    rmSync(compiled, { recursive: true });
  });

  test('Schematron: a missing artefact is a warning', async () => {
    expect(await run({ schematron: 'rules.sch' }, good, [])).toEqual({
      values: { checked: [], skipped: ['rules.sch'] },
      problems: [['warning', 'ARTEFACT_MISSING']],
    });
  });

  test('XSD: no more than 100 problems', async () => {
    const many = `<a:a xmlns:a="urn:a">${'<b:b xmlns:b="urn:b">x</b:b>'.repeat(300)}</a:a>`;
    expect((await run({ xsd: ['a.xsd', 'b.xsd'] }, many)).problems?.length).toBeLessThanOrEqual(100);
  });

  const skipping: [string, string[], string[], string[]][] = [
    ['the only one', ['a.xsd'], [], ['a.xsd']],
    ['one of two: they are compiled together', ['a.xsd', 'b.xsd'], ['a.xsd'], ['b.xsd', 'a.xsd']],
  ];
  test.each(skipping)('XSD: a missing artefact is a warning: %s', async (_, xsd, pulled, skipped) => {
    expect(await run({ xsd }, good, pulled)).toEqual({
      values: { checked: [], skipped },
      problems: [['warning', 'ARTEFACT_MISSING']],
    });
  });

  const refused: [string, ValidateParameters, string, string[]][] = [
    ['broken XML', { xsd: 'a.xsd' }, '<a>', ['XML_MALFORMED']],
    ['XML with a DOCTYPE', { xsd: 'a.xsd' }, '<!DOCTYPE a><a/>', ['XML_DOCTYPE']],
    ['a broken schema', { xsd: 'broken.xsd' }, good, ['ARTEFACT_INVALID']],
    ['not JSON', { schema: 's.json' }, '{', ['JSON_MALFORMED']],
  ];
  test.each(refused)('%s', async (_, parameters, content, codes) => {
    expect((await run(parameters, content)).problems?.map(([code]) => code)).toEqual(codes);
  });

  test('JSON Schema: all violations, with JSON paths', async () => {
    const { problems } = await run({ schema: 's.json' }, '{"lines":[{"n":"1.0"},{"next":{"n":"1,0"}}],"x":1}');
    expect(problems?.map(([code, path]) => [code, path]).sort()).toEqual([
      ['JSON_INVALID', ''],
      ['JSON_INVALID', ''],
      ['JSON_INVALID', 'lines[1].next.n'],
    ]);
    expect(await run({ schema: 's.json' }, '{"uuid":"a"}')).toEqual({
      values: { checked: ['s.json'], skipped: [] },
      problems: [],
    });
  });

  const loading: [string, ValidateParameters, string[]][] = [
    ['a schema that is none', { schema: 'broken.json' }, ['SCHEMA']],
    ['a schema that refers to nothing', { schema: 'dangling.json' }, ['FILE_MISSING']],
    ['a schema that is not there', { schema: 'none.json' }, ['FILE_MISSING']],
    ['an artefact that is not pinned', { xsd: ['a.xsd', 'q.xsd'] }, ['REFERENCE_UNKNOWN']],
  ];
  test.each(loading)('loading: %s', async (_, parameters, codes) => {
    expect(await run(parameters, good)).toEqual({ loading: codes });
  });

  test('loading: a document is needed', () => {
    const { loading: none, at, problems } = loadingOf('{}', { artefacts: pins, inputs: {} });
    expect(validateAction.prepare({ xsd: 'a.xsd' }, none, at)).toBeUndefined();
    expect(problems.map((each) => each.code)).toEqual(['SCHEMA']);
  });
});

describe('the examples of validate', () => {
  const holds = new Ajv.default({ strict: true, allowUnionTypes: true }).compile<ValidateParameters>(
    validateAction.with,
  );
  test.each(validateAction.examples)('$title', async (example) => {
    const { output, problem } = await runExample(
      validateAction,
      example,
      (raw) => {
        if (holds(raw)) return raw;
        throw new Error(JSON.stringify(holds.errors));
      },
      { scope: { invoice: true } },
    );
    expect(problem).toBe(example.expect.problem);
    if (example.expect.values) expect(output?.values).toEqual(example.expect.values);
  });
});
