import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './pages.ts';
import { doStep, type Shown, stepsOf } from './walk.ts';

const page = 'docs/new-feature.md';
const all: Shown[] = [];

describe(`${page}, from its first line to its last`, () => {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'timbre-tutorial-')));
  const before = process.cwd();
  beforeAll(() => process.chdir(home));
  afterAll(() => {
    process.chdir(before);
    rmSync(home, { recursive: true });
    if (process.env.TIMBRE_WRITE_PAGES) writeOutputs(all);
  });

  it.each(stepsOf(page).map((step, index) => [nameOf(step, index), step] as const))('%s', async (_, step) => {
    const printed = await doStep(step);
    all.push(...printed);
    if (step.kind === 'commands' && !process.env.TIMBRE_WRITE_PAGES) expect(printed).toEqual(step.shown);
  });
});

function nameOf(step: ReturnType<typeof stepsOf>[number], index: number): string {
  const number = `${index + 1}`.padStart(2);
  if (step.kind !== 'commands') return `${number} ${step.kind} ${step.file}`;
  return `${number} ${step.shown.map(({ command }) => command).join('; ')}${step.mistake ? ', with a mistake' : ''}`;
}

/** `TIMBRE_WRITE_PAGES=1` puts what the commands print into the page, to be read before it is committed. */
function writeOutputs(printed: readonly Shown[]): void {
  const path = fileURLToPath(new URL(page, root));
  const rest = [...printed];
  const written = readFileSync(path, 'utf8').replace(/^```console\n((?:.|\n)*?)^```$/gm, (_, text: string) => {
    const lines = (text.match(/^\$ .*$/gm) ?? []).map((line) => {
      const next = rest.shift();
      if (`$ ${next?.command}` !== line) throw new Error(`${line} was not run.`);
      return next?.output === '' ? `${line}\n` : `${line}\n${next?.output}\n`;
    });
    return `\`\`\`console\n${lines.join('')}\`\`\``;
  });
  writeFileSync(path, written);
}
