import { describe, expect, it } from 'vitest';
import { type TransformParameters, transformAction } from '../../../actions/transform/index.ts';
import { contextOf, loadingOf } from '../loading.ts';

const parts =
  'writes: xml\nnamespaces: { i: urn:i }\ncodes: { t: { A: "1" } }\nfragments: { f: { i:A: =invoice.a }, g: { i:B: x } }';
const xml = (rest: string) => `mapping: m\nwrites: xml\n${rest}`;
const credit = xml('include: parts.yaml\ndocument: { Credit: { $use: f } }');
const debit = xml('include: [parts.yaml]\ndocument: { Debit: { $use: f, C: { $codes: t, $value: =invoice.a } } }');
const all = { 'parts.yaml': parts, 'credit.yaml': credit, 'debit.yaml': debit };

async function write(mapping: TransformParameters['mapping'], files: Readonly<Record<string, string>>, a = 'A') {
  const scope = { invoice: { type: 'object', properties: { a: { type: 'string' } } } };
  const { loading, problems, at } = loadingOf(`mapping: ${JSON.stringify(mapping)}`, {
    files: { ...all, ...files },
    scope,
  });
  const prepared = transformAction.prepare({ mapping }, loading, at);
  if (prepared === undefined) return problems.map(({ code, place }) => `${code} ${place?.file}:${place?.line}`);
  const { documents } = await transformAction.run(contextOf({ variables: { invoice: { a } } }), prepared);
  return Buffer.from(documents?.document?.bytes ?? '')
    .toString('utf8')
    .split('\n')[1];
}

describe('parts that mappings include', () => {
  it('are used by several, and not all of them by each', async () => {
    expect(await write('credit.yaml', {})).toBe('<Credit xmlns:i="urn:i"><i:A>A</i:A></Credit>');
    expect(await write('debit.yaml', {})).toBe('<Debit xmlns:i="urn:i"><i:A>A</i:A><C>1</C></Debit>');
  });

  it.each([
    ['a file that is not there', 'include: other.yaml\ndocument: { R: x }', {}, 'FILE_MISSING m.yaml:3'],
    ['no file', 'include: 1\ndocument: { R: x }', {}, 'SCHEMA m.yaml:3'],
    ['a mapping', 'include: debit.yaml\ndocument: { R: x }', {}, 'SCHEMA m.yaml:3'],
    [
      'parts of another form',
      'include: p.yaml\ndocument: { R: x }',
      { 'p.yaml': 'writes: json\nfragments: {}' },
      'SCHEMA m.yaml:3',
    ],
    [
      'an unknown key',
      'include: p.yaml\ndocument: { R: x }',
      { 'p.yaml': 'writes: xml\nfragment: {}' },
      'KEY_UNKNOWN p.yaml:2',
    ],
    [
      'a mistake in a fragment',
      'include: p.yaml\ndocument: { R: { $use: f } }',
      { 'p.yaml': 'writes: xml\nfragments:\n  f:\n    A: =invoice.b' },
      'EXPRESSION_UNKNOWN_NAME p.yaml:4',
    ],
    [
      'a fragment twice',
      'include: parts.yaml\ndocument: { R: { $use: f } }\nfragments: { f: { A: x } }',
      {},
      'SCHEMA m.yaml:5',
    ],
    ['a code table twice', 'include: parts.yaml\ncodes: { t: { A: "2" } }\ndocument: { R: x }', {}, 'SCHEMA m.yaml:4'],
    ['a prefix twice', 'include: parts.yaml\nnamespaces: { i: urn:j }\ndocument: { R: x }', {}, 'SCHEMA m.yaml:4'],
  ])('%s', async (_, rest, files, expected) => {
    expect(await write('m.yaml', { 'm.yaml': xml(rest), ...files })).toEqual([expected]);
  });
});

describe('one of several mappings', () => {
  const choice = (when: string) => [{ when, mapping: 'credit.yaml' }, 'debit.yaml'];

  it('is the first whose condition holds', async () => {
    expect(await write(choice('=invoice.a == "A"'), {})).toContain('<Credit');
    expect(await write(choice('=invoice.a != "A"'), {})).toContain('<Debit');
  });

  it.each([
    ['a condition of the last', [{ when: '=true', mapping: 'credit.yaml' }], ['SCHEMA step.yaml:1']],
    ['none before it', ['credit.yaml', 'debit.yaml'], ['SCHEMA step.yaml:1']],
    ['a condition that is none', choice('=invoice.a'), ['EXPRESSION_TYPE step.yaml:1']],
    ['another media type', [{ when: '=true', mapping: 'json.yaml' }, 'debit.yaml'], ['SCHEMA step.yaml:1']],
  ] as const)('%s', async (_, mapping, expected) => {
    const files = { 'json.yaml': 'mapping: m\nwrites: json\ndocument: { a: x }' };
    expect(await write(mapping, files)).toEqual(expected);
  });
});
