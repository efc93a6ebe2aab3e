import { expect, it } from 'vitest';
import { watchChannels } from '../../worker/index.ts';

it('channels are looked into at their own pace, whatever goes wrong in one, until it is told to stop', async () => {
  const looks: Record<string, number> = { good: 0, bad: 0 };
  const told: string[] = [];
  const warned: string[] = [];
  const warn = (warning: Error) => void warned.push(warning.name);
  process.on('warning', warn);
  const channel = (name: string, fails: boolean) => ({
    name,
    every: 5,
    look: async () => {
      looks[name] = (looks[name] ?? 0) + 1;
      if (fails) throw new Error('away');
      return 1;
    },
  });
  const watch = watchChannels([channel('good', false), channel('bad', true)], (name, found, thrown) => {
    told.push(`${name} ${found} ${thrown === undefined}`);
  });
  await expect.poll(() => Math.min(looks.good ?? 0, looks.bad ?? 0), { timeout: 10_000 }).toBeGreaterThan(15);
  await watch.close();
  const after = { ...looks };
  await new Promise((resolve) => setTimeout(resolve, 30));
  process.off('warning', warn);
  expect(looks).toEqual(after);
  expect(new Set(told)).toEqual(new Set(['good 1 true', 'bad 0 false']));
  expect(warned).toEqual([]);
});
