import { describe, expect, it } from 'vitest';
import { type Feature, fail } from '../../../engine/index.ts';
import { Pinned } from '../../../engine/run/pinned.ts';
import { world } from './stamping.ts';

describe('the feature that runs are pinned to', () => {
  it('is read and compiled once, however many runs want it at the same time; after a failure again', async () => {
    const { feature, ports } = world();
    const { store } = ports;
    await new Pinned(ports).pin(feature);
    let [reads, compiled, away] = [0, 0, true];
    const later = new Pinned({
      ...ports,
      store: {
        ...store,
        read(path) {
          reads += 1;
          return away ? fail('STORE_FAILED', 'The store is away.') : store.read(path);
        },
      },
      compile(): Feature {
        compiled += 1;
        return feature;
      },
    });
    await expect(later.feature(feature.digest)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    away = false;
    const all = await Promise.all(Array.from({ length: 16 }, () => later.feature(feature.digest)));
    expect(all.every((each) => each === feature)).toBe(true);
    expect([reads, compiled]).toEqual([2, 1]);
  });
});
