import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFeatures } from '../../../platform/environment/index.ts';
import { inProcess } from '../in-process.ts';
import { isBuilt, timbre } from '../timbre.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'timbre-case-command-'));
  const own = join(ownFeatures, 'mx', 'cfdi');
  cpSync(own, join(home, 'own'), {
    recursive: true,
    filter: (path) => !/[/\\]cases[/\\](?!sandbox\.yaml$)/.test(path),
  });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('timbre case', () => {
  it.each([
    ['no such run', [], 'RUN_UNKNOWN'],
    ['a name that is none', ['--name', 'A name'], 'USAGE'],
  ])('refuses %s', async (_, more, problem) => {
    const { code, stdout } = await inProcess(['case', '20260301T180000-0123456789abcdef', ...more, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toMatchObject([{ code: problem }]);
  });

  it.skipIf(!isBuilt)(
    'makes a case of a run that timbre test passes at once',
    async () => {
      const input = join(ownFeatures, 'mx', 'cfdi', 'cases', 'credit-note', 'input.json');
      const ran = await timbre(['run', 'mx/cfdi/issue', input, '--sandbox', '--json'], { cwd: home });
      const { run } = JSON.parse(ran.stdout);
      const environment = join(home, 'timbre.yaml');
      writeFileSync(environment, 'name: local\nstore: { folder: .timbre/store }\nvault: { folder: .timbre/vault }\n');
      const own = join(home, 'own');
      const made = await inProcess(['case', run, '--feature', own, '-e', environment]);
      expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('own/cases/issue-accepted/case.yaml') });
      expect(readFileSync(join(own, 'cases/issue-accepted/input.json'), 'utf8')).not.toContain('KEMPER');
      const tested = await inProcess(['test', own, '--json']);
      expect(JSON.parse(tested.stdout)).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
    },
    120_000,
  );
});
