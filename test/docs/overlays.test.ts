import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { readCases } from '../../cli/cases/read.ts';
import { replayCase } from '../../cli/cases/replay.ts';
import { formatProblem, loadFeature } from '../../engine/index.ts';
import { findBases, openFeature } from '../../platform/environment/index.ts';
import { inProcess } from '../cli/in-process.ts';
import { blocksOf } from './pages.ts';
import { doStep, stepsOf } from './walk.ts';

/** The feature of docs/features.md, and the overlay of docs/overlays.md beside it. */
const home = realpathSync(mkdtempSync(join(tmpdir(), 'timbre-docs-')));
const base = join(home, 'xx/post');
const folder = join(home, 'acme/post');

beforeAll(() => {
  putFiles('docs/features.md', base);
  putFiles('docs/overlays.md', folder);
  const input = readFileSync(join(base, 'cases/no-answer/input.json'));
  writeFileSync(join(folder, 'cases/registered/input.json'), input);
});
afterAll(() => rmSync(home, { recursive: true }));

function putFiles(page: string, below: string): void {
  for (const { file, text } of blocksOf(page)) {
    if (file === undefined) continue;
    mkdirSync(dirname(join(below, file)), { recursive: true });
    writeFileSync(join(below, file), text);
  }
}

const load = () => loadFeature(folder, { actions, find: async (name, from) => findBases(name, from) });

describe('the overlay of docs/overlays.md', () => {
  it('loads without a problem', async () => {
    const { feature, problems } = await load();
    expect(problems).toEqual([]);
    expect(feature?.pipelines.issue?.steps.map(({ id }) => id)).toEqual(['accounted', 'letter', 'sum', 'registered']);
  });

  it('has a case that passes', async () => {
    const feature = await openFeature(folder);
    const [one, ...others] = readCases(folder);
    if (!one || others.length > 0) throw new Error('there is to be one case');
    const { differences, skipped } = await replayCase(feature, folder, one, { artefacts: join(home, 'artefacts') });
    expect({ differences, skipped }).toEqual({ differences: [], skipped: undefined });
  });

  describe('laid over the cases of its base', () => {
    const before = process.cwd();
    beforeAll(() => process.chdir(home));
    afterAll(() => process.chdir(before));
    const shown = stepsOf('docs/overlays.md').flatMap((step) => (step.kind === 'commands' ? step.shown : []));

    it.each(shown)('$command', async (each) => {
      expect(await doStep({ kind: 'commands', shown: [each] })).toEqual([each]);
    });

    it('fails where the base would end otherwise, and not where the overlay has a case of that name', async () => {
      const rule = join(folder, 'rules/acme.yaml');
      const text = readFileSync(rule, 'utf8');
      writeFileSync(rule, text.replace('"F-"', '"G-"'));
      const own = join(folder, 'cases/no-answer');
      try {
        const tested = async () => JSON.parse((await inProcess(['test', 'acme/post', '--base', '--json'])).stdout);
        expect(await tested()).toMatchObject({ passed: 0, failed: 2 });
        cpSync(join(base, 'cases/no-answer'), own, { recursive: true });
        const expected = 'expect:\n  state: failed\n  problems: [{ code: RULE_FAILED, path: number }]\n';
        const written = readFileSync(join(own, 'case.yaml'), 'utf8');
        writeFileSync(join(own, 'case.yaml'), written.replace(/expect:[\s\S]*$/, expected));
        const { failed, cases } = await tested();
        expect(failed).toBe(1);
        expect(cases.find(({ name }: { name: string }) => name === 'no-answer')).toMatchObject({ problems: [] });
      } finally {
        writeFileSync(rule, text);
        rmSync(own, { recursive: true, force: true });
      }
    });
  });

  it('collides with a base that has changed, in the words of the page', async () => {
    const path = join(base, 'rules/lines.yaml');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace('severity: warning', 'severity: error'));
    try {
      const { problems } = await load();
      const shown = blocksOf('docs/overlays.md').find(({ language }) => language === 'text');
      expect(problems.map(formatProblem).join('\n')).toBe(shown?.text.trimEnd());
    } finally {
      writeFileSync(path, text);
    }
  });
});
