import { describe, expect, it } from 'vitest';
import { world } from './stamping.ts';

async function submitted() {
  const here = world([], 'stamps-every-post');
  return { ...here, run: await here.submit() };
}

describe('a run over which processes end', () => {
  it('is suspected after the second, and held after the fifth: RUN_CRASHES', async () => {
    const { engine, run } = await submitted();
    const suspected: (boolean | undefined)[] = [];
    for (let end = 1; end <= 5; end++) suspected.push((await engine.restart(run, `end ${end}`, true))?.suspected);
    expect(suspected).toEqual([false, true, true, true, true]);
    expect(await engine.advance(run)).toMatchObject({ state: 'held', problems: [{ code: 'RUN_CRASHES' }] });
    expect(await engine.resume(run, { patience: 1e9 })).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('an end counts once, and not at all where suspects are not wanted', async () => {
    const { engine, run } = await submitted();
    for (let time = 0; time < 9; time++) await engine.restart(run, 'the same', true);
    expect(await engine.restart(run, 'another', false)).toBeUndefined();
    const entries = (await engine.log(run)).filter(({ type }) => type === 'restarted');
    expect(entries).toMatchObject([{ mark: 'the same' }]);
  });

  it('an entry that it adds makes up for all', async () => {
    const { engine, run, authority, clock } = await submitted();
    authority.faults.push('unavailable');
    for (let end = 1; end <= 4; end++) await engine.restart(run, `end ${end}`, true);
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    await clock.sleep(60_000);
    for (let end = 5; end <= 8; end++) await engine.restart(run, `end ${end}`, true);
    expect(await engine.advance(run)).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('what waits, is held or finished was at nobody’s hand', async () => {
    const { engine, run } = await submitted();
    expect(await engine.advance(run, { patience: 1e9 })).toMatchObject({ state: 'completed' });
    const log = await engine.log(run);
    expect(await engine.restart(run, 'late', true)).toMatchObject({ suspected: false });
    expect(await engine.log(run)).toEqual(log);
  });
});
