import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { fail } from '../../../engine/errors.ts';
import { patience, world } from './stamping.ts';
import { never } from './world.ts';

describe('a person', () => {
  it('resumes a held run: it is asked anew', async () => {
    const { authority, engine, run } = world(['accept-then-no-answer'], 'stamps-every-post', {
      recover: { absent: never },
    });
    authority.findsAfter = 3_600_000;
    const held = await run();
    expect(held.state).toBe('held');
    expect(await engine.advance(held.run)).toMatchObject({ state: 'held' });
    authority.findsAfter = 0;
    expect(await engine.resume(held.run, { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
      values: { id: 'id-1' },
    });
    expect(authority.accepted).toHaveLength(1);
    await expect(engine.resume(held.run)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
  });

  it('replays an accepted run from the step that sends: it asks, and sends nothing', async () => {
    const { authority, clock, engine, run } = world([], 'stamps-every-post');
    const original = await run();
    await clock.sleep(60_000);
    const again = await engine.replay(original.run, 'stamped');
    expect(await engine.advance(again, { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
      replayOf: original.run,
      values: { id: 'id-1', number: 1 },
    });
    expect(authority.accepted).toHaveLength(1);
    expect(authority.received).toHaveLength(1);
  });

  it('replays an accepted run from the start, where it would sign anew: refused, nothing sent', async () => {
    const { authority, engine, run } = world();
    const original = await run();
    const again = await engine.replay(original.run);
    expect(await engine.advance(again, { patience })).toMatchObject({
      state: 'failed',
      problems: [{ code: 'REPLAY_DIFFERS' }],
    });
    expect(authority.received).toHaveLength(1);
  });

  it('leaves the identity with the accepted original when a replay of it comes to nothing', async () => {
    const { authority, clock, engine, run } = world();
    const original = await run();
    // By then the authority finds what it accepted.
    await clock.sleep(60_000);
    const again = await engine.replay(original.run);
    expect(await engine.advance(again, { patience })).toMatchObject({ state: 'failed' });
    expect(await run()).toMatchObject({ state: 'cancelled', sameAs: original.run });
    expect(authority.accepted).toHaveLength(1);
    const third = await engine.replay(original.run, 'stamped');
    expect(await engine.advance(third, { patience })).toMatchObject({ state: 'completed', values: { id: 'id-1' } });
  });

  it('cannot replay a run that is not finished', async () => {
    const { engine, submit } = world();
    await expect(engine.replay(await submit())).rejects.toMatchObject({ code: 'RUN_NOT_FINISHED' });
  });

  it('replays a run that found the authority down, and it is accepted once', async () => {
    const { authority, engine, run } = world(Array(4).fill('refuse-connection'), 'stamps-every-post');
    const original = await run();
    expect(original.state).toBe('failed');
    const again = await engine.replay(original.run, 'made');
    expect(await engine.advance(again, { patience })).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(authority.accepted).toHaveLength(1);
  });

  it('gives up a held run that has sent nothing, and its document may be submitted anew', async () => {
    const { engine, ports, submit } = world();
    const broken = createEngine({
      ...ports,
      vault: { ...ports.vault, signer: async () => fail('SECRET_MISSING', 'no key') },
    });
    const run = await submit();
    expect(await broken.advance(run)).toMatchObject({ state: 'held', problems: [{ code: 'SECRET_MISSING' }] });
    expect(await engine.cancel(run)).toMatchObject({ state: 'cancelled' });
    await expect(engine.resume(run)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
    expect(await engine.advance(await submit(), { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
    });
  });

  it('cannot give up a run whose document may be out', async () => {
    const { engine, run } = world(['accept-then-no-answer'], 'stamps-every-post', {
      recover: { found: never, absent: never },
    });
    const held = await run();
    await expect(engine.cancel(held.run)).rejects.toMatchObject({ code: 'RUN_SENT' });
  });

  it.each([
    ['a run that is not there', '20260101T000000-0000000000000000', undefined, 'RUN_UNKNOWN'],
    ['a step that is not there', undefined, 'nowhere', 'RUN_STEP_UNKNOWN'],
  ])('cannot replay %s', async (_, id, from, code) => {
    const { engine, run } = world();
    const { run: original } = await run();
    await expect(engine.replay(id ?? original, from)).rejects.toMatchObject({ code });
  });
});
