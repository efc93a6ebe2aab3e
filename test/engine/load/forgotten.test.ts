import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { letters, load } from './fixtures.ts';

/** Bytes in use after so many loads, when what nobody holds is gone. */
async function bytesAfter(loads: number): Promise<number> {
  for (let left = loads; left > 0; left--) expect((await load(letters)).problems).toEqual([]);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  return process.memoryUsage().heapUsed;
}

it('a feature that was loaded leaves nothing behind when nobody holds it: a process may load for years', async () => {
  let before = await bytesAfter(20);
  let left = Number.POSITIVE_INFINITY;
  // What V8 compiles in the first of them stays; what each load once left, 10 KB, came with all of them.
  for (let stretch = 0; stretch < 8 && left > 60_000; stretch++) {
    const after = await bytesAfter(20);
    left = Math.min(left, after - before);
    before = after;
  }
  expect(left).toBeLessThanOrEqual(60_000);
});
