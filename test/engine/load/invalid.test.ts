import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { invalid, lettersWith, load, wrongFiles } from './fixtures.ts';

const said = (problems: Awaited<ReturnType<typeof load>>['problems']) =>
  problems.map(({ code, place }) => `${code} ${place?.file}:${place?.line}:${place?.column}`);

describe('a feature that is wrong in one way', () => {
  it.each(invalid)('%s: one problem, with its place', async (name) => {
    const { files, expected } = await wrongFiles(name);
    const { feature, problems } = await load(files);
    expect(said(problems)).toEqual([expected]);
    expect(feature).toBeUndefined();
    const [{ place } = {}] = problems;
    expect(place?.source).toBe(files[place?.file ?? '']?.split('\n')[(place?.line ?? 0) - 1]);
    expect((place?.column ?? 0) + (place?.length ?? 0) - 1).toBeLessThanOrEqual(place?.source?.length ?? 0);
  });

  it.each([
    ['not JSON', '{\n  "type": "object",,\n}', ['JSON_SYNTAX input.schema.json:2:20']],
    ['one key twice', '{ "type": "object", "type": "array" }', ['YAML_DUPLICATE_KEY input.schema.json:1:21']],
    ['too deep', `{ "type": ${'['.repeat(70)}${']'.repeat(70)} }`, ['YAML_TOO_LARGE input.schema.json:1:74']],
    ['a list', '[]', ['INPUT_SCHEMA_INVALID input.schema.json:1:1']],
    ['an unknown type', '{\n  "type": "obejct"\n}', ['INPUT_SCHEMA_INVALID input.schema.json:2:11']],
    ['an unknown keyword', '{\n  "requird": ["number"]\n}', ['INPUT_SCHEMA_INVALID input.schema.json:2:3']],
    ['an unknown format', '{\n  "format": "dat"\n}', ['INPUT_SCHEMA_INVALID input.schema.json:2:3']],
    ['an unknown reference', '{ "$ref": "urn:timbre:invoce:1" }', ['INPUT_SCHEMA_INVALID input.schema.json:1:11']],
  ])('input schema: %s', async (_, schema, expected) => {
    const { problems } = await load(await lettersWith({ 'input.schema.json': schema }));
    expect(said(problems)).toEqual(expected);
  });

  it('a file of more than 256 KB', async () => {
    const { problems } = await load(await lettersWith({ 'artefacts.yaml': `# ${'x'.repeat(256 * 1024)}\n` }));
    expect(said(problems)).toEqual(['YAML_TOO_LARGE artefacts.yaml:1:1']);
  });

  it('a file that nothing names is a warning only', async () => {
    const { feature, problems } = await load(await lettersWith({ 'forms/old.yaml': 'a: 1\n' }));
    expect(problems.map(({ code, severity, place }) => [code, severity, place?.file])).toEqual([
      ['FILE_UNUSED', 'warning', 'forms/old.yaml'],
    ]);
    expect(feature).toBeDefined();
  });

  it('a folder without feature.yaml, and one with a file that is not text', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'timbre-load-'));
    try {
      expect(said((await load(folder)).problems)).toEqual(['FEATURE_MISSING undefined:undefined:undefined']);
      await writeFile(join(folder, 'logo.png'), Buffer.from([0x89, 0x50, 0xff]));
      expect((await load(folder)).problems.map(({ code }) => code)).toContain('FILE_NOT_TEXT');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('several things wrong in several files are all said at once', async () => {
    const one = (await wrongFiles('trap-ternary')).files['feature.yaml'] ?? '';
    const other = (await wrongFiles('settle-too-short')).files['connectors/north.yaml'] ?? '';
    const files = await lettersWith({
      'feature.yaml': one.replace('uses: seal', 'uses: seel').replace('title: Issue', 'titel: Issue'),
      'connectors/north.yaml': other.replace('found: =steps', 'found: =stesp'),
      'connectors/codes.yaml': 'a: 1\na: 2\n',
    });
    const codes = (await load(files)).problems.map(({ code }) => code).sort();
    expect(codes).toEqual([
      'ACTION_UNKNOWN',
      'EXPRESSION_UNKNOWN_NAME',
      'KEY_UNKNOWN',
      'SETTLE_TOO_SHORT',
      'YAML_DUPLICATE_KEY',
      'YAML_UNQUOTED_EXPRESSION',
    ]);
  });

  it.each([
    null,
    'text',
    '[]',
    '- a',
    'pipelines: 7',
    'pipelines: { issue: { steps: [7, null, {}] } }',
    'settings: []',
  ])('feature.yaml that is %j does not throw', async (text) => {
    const { feature, problems } = await load(await lettersWith({ 'feature.yaml': String(text) }));
    expect(feature).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map(({ code }) => code)).not.toContain('INTERNAL');
  });
});
