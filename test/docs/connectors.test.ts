import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { loadFeature } from '../../engine/index.ts';
import { blocksOf } from './pages.ts';

/** The feature of docs/features.md with the connector of docs/connectors.md: one word of feature.yaml is another. */
const folder = mkdtempSync(join(tmpdir(), 'timbre-docs-'));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  const [wanted = ''] = blocksOf('docs/connectors.md')
    .flatMap(({ text }) => text.split('\n'))
    .filter((line) => line.startsWith('  office: '));
  for (const { file, text } of [...blocksOf('docs/features.md'), ...blocksOf('docs/connectors.md')]) {
    if (file === undefined) continue;
    const changed = file === 'feature.yaml' ? text.replace(/^ {2}office: .*$/m, wanted) : text;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), changed);
  }
});

async function load() {
  const { feature, problems } = await loadFeature(folder, { actions });
  expect(problems).toEqual([]);
  if (!feature) throw new Error('the feature did not load');
  return feature;
}

describe('the connector of docs/connectors.md', () => {
  it('stands beside the other one, and declares what only it needs', async () => {
    const { connectors, settings, secrets } = await load();
    expect(Object.keys(connectors.office ?? {})).toEqual(['north', 'south']);
    expect(Object.keys(connectors.office?.south?.settings ?? {})).toEqual(['counter']);
    expect([Object.keys(settings), Object.keys(secrets)]).toEqual([['office', 'officeUrl'], []]);
  });

  it.each(['no-answer', 'south-lost', 'south-refused'])('passes the case %s', async (name) => {
    const feature = await load();
    const one = readCases(folder).find((each) => each.name === name);
    if (!one) throw new Error(`the page has no case ${name}`);
    const { differences, problems } = await replayCase(feature, folder, one, { artefacts: join(folder, 'none') });
    expect({ differences, problems: problems.filter(({ code }) => code !== 'REFUSED') }).toEqual({
      differences: [],
      problems: [],
    });
  });

  it('is refused where it declares what the feature has', async () => {
    const path = join(folder, 'connectors/south.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('  counter: {', '  officeUrl: { type: string }\n  counter: {'));
    try {
      const { problems } = await loadFeature(folder, { actions });
      expect(problems.map(({ code }) => code)).toEqual(['CONNECTOR_INVALID']);
    } finally {
      writeFileSync(path, text);
    }
  });
});
