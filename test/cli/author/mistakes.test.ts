import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { Desk, type Mistake } from './world.ts';

const table = fileURLToPath(new URL('../../fixtures/author/mistakes.yaml', import.meta.url));
const mistakes: readonly Mistake[] = parse(readFileSync(table, 'utf8'));
const told = new Map<number, string>();

describe('what an author is told', () => {
  const desk = new Desk();
  beforeAll(() => desk.open(), 60_000);
  afterAll(() => {
    desk.close();
    if (process.env.TIMBRE_WRITE_PAGES) writeTold();
  });

  it('is little where nothing is wrong', async () => {
    expect(await desk.told({ what: 'nothing' })).toBe('✓ zz/invoice\n1 feature, 0 errors');
    expect(await desk.told({ what: 'nothing', run: 'timbre test zz/invoice' })).toMatch(/\n10 passed, 0 failed$/);
  });

  it.each(mistakes.map((mistake, index) => [mistake.what, index, mistake] as const))(
    '%s',
    async (_, index, mistake) => {
      const text = await desk.told(mistake);
      told.set(index, text);
      expect(text).not.toMatch(/INTERNAL|ENOENT|undefined|\[object/);
      if (!process.env.TIMBRE_WRITE_PAGES) expect(`${text}\n`).toBe(mistake.told);
    },
  );
});

/** `TIMBRE_WRITE_PAGES=1` puts what is told into the table, to be read before it is committed. */
function writeTold(): void {
  const document = parseDocument(readFileSync(table, 'utf8'));
  for (const [index, text] of told) document.setIn([index, 'told'], `${text}\n`);
  writeFileSync(table, document.toString({ lineWidth: 0, blockQuote: 'literal' }));
}
