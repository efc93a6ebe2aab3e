import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../../engine/document.ts';
import { inProcess } from './in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-artefacts-'));
const feature = join(folder, 'feature');
const cache = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true }));

const contents = ['one', 'two'.repeat(1_000), 'three'];
const fileOf = (content: string, at: number): string =>
  `    - { address: "https://authority.example/${at}.xsd", sha256: ${sha256(content)} }\n`;

beforeAll(() => {
  mkdirSync(feature);
  mkdirSync(cache);
  const steps = '      - { id: sum, uses: digest, with: { algorithm: sha256 }, in: { document: =input } }\n';
  writeFileSync(
    join(feature, 'feature.yaml'),
    `feature: xx/letter\ntitle: A letter\nversion: 1.0.0\nartefacts: artefacts.yaml\neffective: { from: 2020-01-01, by: issueDate }\npipelines:\n  issue:\n    applies: { country: XX }\n    input: input.schema.json\n    steps:\n${steps}`,
  );
  writeFileSync(
    join(feature, 'input.schema.json'),
    '{ "type": "object", "properties": { "issueDate": { "type": "string" } } }',
  );
  const files = contents.map(fileOf);
  writeFileSync(
    join(feature, 'artefacts.yaml'),
    `letter.xsd:\n  summary: A letter\n  files:\n${files.join('')}form.xsd:\n  summary: A form\n  files:\n${files[0]}`,
  );
  writeFileSync(
    join(folder, 'local.yaml'),
    'name: local\nstore: { folder: store }\nvault: { folder: vault }\nartefacts: { folder: cache }\n',
  );
});

async function list(...options: string[]) {
  const { code, stdout } = await inProcess([
    'artefacts',
    'list',
    feature,
    '-e',
    join(folder, 'local.yaml'),
    ...options,
  ]);
  return { code, stdout: stripVTControlCharacters(stdout) };
}

const put = (content: string, name = sha256(content)) => writeFileSync(join(cache, name), content);

describe('timbre artefacts list', () => {
  it('tells each artefact in a line, and below it the files that are not in the cache', async () => {
    put(contents[0] ?? '');
    put('others', sha256(contents[1] ?? ''));
    const { code, stdout } = await list();
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, 4)).toEqual([
      'damaged letter.xsd  2 of 3 files',
      '        damaged https://authority.example/1.xsd',
      '        missing https://authority.example/2.xsd',
      'cached  form.xsd  1 file, 1 KiB',
    ]);
    expect(stdout).toMatch(/^1 of 2 artefacts in .*cache; timbre artefacts pull brings what is not there$/m);
  });

  it('tells programs every file', async () => {
    for (const content of contents) put(content);
    const { code, stdout } = await list('--json');
    expect(code).toBe(0);
    expect(
      JSON.parse(stdout).files.map(({ artefact, state, size }: Record<string, unknown>) => [artefact, state, size]),
    ).toEqual([
      ['letter.xsd', 'cached', 3],
      ['letter.xsd', 'cached', 3_000],
      ['letter.xsd', 'cached', 5],
      ['form.xsd', 'cached', 3],
    ]);
    expect((await list()).stdout).toMatch(/^cached {2}letter\.xsd {2}3 files, 3 KiB$/m);
  });
});
