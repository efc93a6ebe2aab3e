import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { type Action, defineAction } from '../../../engine/action.ts';

const mx = fileURLToPath(new URL('../../../features/mx/cfdi', import.meta.url));

/** Takes anything and gives anything: what is measured is the loading, not what an action compiles. */
const standIn = (name: string): Action =>
  defineAction<Readonly<Record<string, unknown>>, unknown>({
    name,
    summary: name,
    effect: 'pure',
    with: { type: 'object' },
    in: { document: { summary: 'Anything.', optional: true } },
    out: { document: { summary: 'Anything.' } },
    errors: [],
    examples: [],
    prepare: () => ({}),
    run: () => ({}),
  });

it.skipIf(!existsSync(mx))('the Mexican feature is loaded from cold in under 300 ms of processor time', async () => {
  const names = ['transform', 'validate', 'sign', 'call', 'extract', 'encode', 'qr', 'digest', 'sequence'];
  const times: number[] = [];
  // The machine may be busy: the best of three cold starts is what the work itself takes.
  for (let round = 0; round < 3; round += 1) {
    vi.resetModules();
    const { loadFeature } = await import('../../../engine/load.ts');
    const before = process.cpuUsage();
    await loadFeature(mx, { actions: names.map(standIn) });
    times.push(process.cpuUsage(before).user / 1000);
  }
  expect(Math.min(...times)).toBeLessThan(300);
});
