import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { formatProblem, loadFeature, readFeatureFolder } from '../../engine/index.ts';
import { blocksOf } from './pages.ts';

const blocks = blocksOf('docs/features.md').filter(({ file }) => file !== undefined);

describe('the feature of docs/features.md', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'timbre-docs-'));
    for (const { file = '', text } of blocks) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('loads without a problem', async () => {
    const { feature, problems } = await loadFeature(folder, { actions });
    expect(problems).toEqual([]);
    expect(Object.keys(feature?.pipelines ?? {})).toEqual(['issue']);
  });

  it('has a case that passes', async () => {
    const { feature } = await loadFeature(folder, { actions });
    if (!feature) throw new Error('the feature did not load');
    const cases = readCases(folder);
    expect(cases.map(({ name }) => name)).toEqual(['no-answer']);
    for (const one of cases) {
      const { differences, skipped } = await replayCase(feature, folder, one, { artefacts: join(folder, 'artefacts') });
      expect({ differences, skipped }).toEqual({ differences: [], skipped: undefined });
    }
  });

  it('gives the problem that docs/errors.md shows', async () => {
    const { files } = await readFeatureFolder(folder);
    const before = files['feature.yaml'] ?? '';
    const wrong = before.replace('invoice.number]', 'invoice.nummer]');
    const { problems } = await loadFeature({ ...files, 'feature.yaml': wrong }, { actions });
    expect(problems.map(({ code }) => code)).toEqual(['EXPRESSION_UNKNOWN_NAME']);
    const [shown] = blocksOf('docs/errors.md');
    expect(problems.map(formatProblem).join('\n')).toBe(shown?.text.trimEnd());
  });
});
