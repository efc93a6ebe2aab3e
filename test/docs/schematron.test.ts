import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { inProcess } from '../cli/in-process.ts';
import { blocksOf } from './pages.ts';

it('docs/schematron.md: the example says what it shows', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-docs-schematron-'));
  vi.stubEnv('XDG_CACHE_HOME', folder);
  try {
    const blocks = blocksOf('docs/schematron.md');
    for (const { file, text } of blocks) if (file) writeFileSync(join(folder, file), text);
    const shown = blocks.find(({ language }) => language === 'text')?.text;
    const parameters = ['validate', join(folder, 'letter.xml'), '--schematron', join(folder, 'letter.sch')];
    const { code, stdout } = await inProcess(parameters);
    expect([code, stdout.replaceAll(`${folder}/`, '')]).toEqual([1, shown]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
