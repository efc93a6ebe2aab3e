import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { ProblemCode, Resolution } from '../../../engine/index.ts';
import { CrashPoint } from '../../crash-point.ts';
import { world } from './stamping.ts';
import { always, type Fault, type FeatureOptions, never } from './world.ts';

const patience = 1e9;
/** The authority is asked once, and neither has it nor denies it. */
const mute: FeatureOptions = { recover: { absent: never, attempts: 1, every: 1_000 } };

const who = { by: 'Ana', why: 'ticket 4711' };
const found = { documents: { answer: Buffer.from('{"id":"id-1"}') }, values: { id: 'id-1' } };
const said: Readonly<Record<Resolution['verdict'], Resolution>> = {
  accepted: { ...who, verdict: 'accepted', found },
  absent: { ...who, verdict: 'absent' },
  refused: { ...who, verdict: 'refused' },
};

async function heldRun(faults: Fault[], options: FeatureOptions = mute, ago = 600_000) {
  const { authority, clock, engine, ports, submit } = world(faults, 'stamps-every-post', options);
  if (options.recover?.attempts === 1) authority.findsAfter = 60_000;
  const held = await engine.advance(await submit(), { patience });
  expect(held).toMatchObject({ state: 'held' });
  await clock.sleep(ago);
  return { run: held.run, engine, authority, ports, clock, submit };
}

describe('what a person found out of a held run', () => {
  it('accepted: what the answer would have brought is the step’s own, and nothing is sent', async () => {
    const { run, engine, authority } = await heldRun(['accept-then-no-answer']);
    await engine.resolve(run, said.accepted);
    expect(await engine.advance(run)).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
      values: { id: 'id-1', number: 1 },
    });
    expect(authority.received).toHaveLength(1);
    const entry = (await engine.log(run)).find(({ type }) => type === 'resolved');
    expect(entry).toMatchObject({ ...who, verdict: 'accepted', step: 'stamped', attempt: 1 });
    const { documents } = await engine.read(run);
    const kept = documents.find(({ step, name }) => step === 'stamped' && name === 'answer');
    expect(Buffer.from((await engine.document(kept?.path ?? '')) ?? '').toString()).toBe('{"id":"id-1"}');
  });

  it('absent: it is sent again, with the same bytes', async () => {
    const { run, engine, authority } = await heldRun(['accept-then-no-answer']);
    authority.accepted.splice(0);
    await engine.resolve(run, said.absent);
    expect(await engine.advance(run)).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(authority.received).toHaveLength(2);
    expect(new Set(authority.received).size).toBe(1);
  });

  it('absent after the last attempt: the run has failed, and the document may be submitted anew', async () => {
    const { run, engine, submit } = await heldRun(['accept-then-no-answer'], { ...mute, attempts: 1 });
    await engine.resolve(run, said.absent);
    expect(await engine.advance(run)).toMatchObject({ state: 'failed', outcome: 'unavailable' });
    expect(await engine.advance(await submit(), { patience })).toMatchObject({ state: 'completed' });
  });

  it('refused: the run is over, and the document may be submitted anew', async () => {
    const { run, engine, submit } = await heldRun(['accept-then-no-answer']);
    expect(await engine.advance(await submit(), { patience })).toMatchObject({ state: 'cancelled', sameAs: run });
    await engine.resolve(run, said.refused);
    expect(await engine.advance(run)).toMatchObject({
      state: 'completed',
      outcome: 'refused',
      problems: [{ code: 'REFUSED', message: expect.stringContaining('Ana') }],
    });
    expect(await engine.advance(await submit(), { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
    });
  });

  const duplicate: FeatureOptions = {
    recover: { found: never, absent: always, settle: 0, attempts: 2 },
  };
  interface Wrong {
    readonly name: string;
    readonly resolution: Resolution;
    readonly code: ProblemCode;
    readonly options?: FeatureOptions;
    readonly ago?: number;
  }
  const wrong: Wrong[] = [
    {
      name: 'accepted without what proves it',
      resolution: { ...who, verdict: 'accepted', found: { documents: {}, values: {} } },
      code: 'RESOLUTION_UNPROVEN',
    },
    {
      name: 'accepted with what proves a refusal',
      resolution: { ...who, verdict: 'accepted', found: { documents: {}, values: { code: '301' } } },
      code: 'RESOLUTION_UNPROVEN',
    },
    { name: 'absent within the settle window', resolution: said.absent, ago: 1_000, code: 'RESOLUTION_TOO_EARLY' },
    { name: 'refused within the settle window', resolution: said.refused, ago: 1_000, code: 'RESOLUTION_TOO_EARLY' },
    {
      name: 'absent where the authority has another document',
      resolution: said.absent,
      options: { recover: { same: never } },
      code: 'RESOLUTION_UNFIT',
    },
  ];
  it.each(wrong)('$name: $code, and the run stays held', async ({ resolution, code, options, ago }) => {
    const { run, engine } = await heldRun(['accept-then-no-answer'], options, ago);
    const before = await engine.log(run);
    await expect(engine.resolve(run, resolution)).rejects.toMatchObject({ code });
    expect(await engine.log(run)).toEqual(before);
  });

  it('absent where the authority said that it has it (duplicate): RESOLUTION_UNFIT', async () => {
    const { clock, engine, submit } = world(['accept-then-no-answer'], 'detects-duplicates', duplicate);
    const run = await submit();
    expect(await engine.advance(run, { patience })).toMatchObject({ state: 'held', outcome: 'duplicate' });
    await clock.sleep(600_000);
    await expect(engine.resolve(run, said.absent)).rejects.toMatchObject({ code: 'RESOLUTION_UNFIT' });
  });

  it('of a run that is not held, or held by something else: RESOLUTION_UNFIT', async () => {
    const { run, engine } = await heldRun(['accept-then-no-answer']);
    await engine.resolve(run, said.accepted);
    await expect(engine.resolve(run, said.accepted)).rejects.toMatchObject({ code: 'RESOLUTION_UNFIT' });
    expect(await engine.advance(run)).toMatchObject({ state: 'completed' });
    await expect(engine.resolve(run, said.refused)).rejects.toMatchObject({ code: 'RESOLUTION_UNFIT' });
  });

  it.each(Object.values(said))('$verdict: three at once, and one of them counts', async (resolution) => {
    const { run, engine, ports } = await heldRun(['accept-then-no-answer']);
    const results = await Promise.allSettled([1, 2, 3].map(() => createEngine(ports).resolve(run, resolution)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'RUN_TAKEN' });
    expect((await engine.log(run)).filter(({ type }) => type === 'resolved')).toHaveLength(1);
  });

  it.each(Object.values(said))(
    '$verdict: a process killed at any point changes nothing of how it ends',
    async (resolution) => {
      const live = async (at: number) => {
        const { run, engine, authority, ports, clock } = await heldRun(['accept-then-no-answer']);
        if (resolution.verdict !== 'accepted') authority.accepted.splice(0);
        const point = new CrashPoint(at);
        const dying = createEngine(point.crashing(ports));
        await point.survive(async () => {
          await dying.resolve(run, resolution);
          await dying.advance(run, { patience });
        });
        // Whoever finds it held, still or once more, looks again: what was sent meanwhile is found by asking.
        for (;;) {
          const report = await engine.advance(run, { patience });
          if (report.state !== 'held') return { report, authority, points: point.reached };
          await clock.sleep(600_000);
          if (resolution.verdict === 'absent' && authority.accepted.length > 0) {
            authority.findsAfter = 0;
            await engine.release(run);
          } else await engine.resolve(run, resolution);
        }
      };
      const calm = await live(Number.POSITIVE_INFINITY);
      expect(calm.points).toBeGreaterThan(8);
      for (let at = 1; at <= calm.points; at++) {
        const { report, authority } = await live(at);
        const where = `killed at point ${at} of ${calm.points}`;
        const { state, outcome } = calm.report;
        expect({ state: report.state, outcome: report.outcome }, where).toEqual({ state, outcome });
        expect(authority.accepted.length, where).toBe(resolution.verdict === 'refused' ? 0 : 1);
        expect(new Set(authority.received).size, where).toBe(1);
      }
    },
  );
});
