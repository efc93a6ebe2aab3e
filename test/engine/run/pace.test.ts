import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Exchanged, PacedRequest, Pacing, Permission } from '../../../engine/index.ts';
import type { Store } from '../../../engine/store.ts';
import { CrashPoint } from '../../crash-point.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from './world.ts';

/** A pacing that says what it was told to say, then lets pass; and notes what it is asked and told. */
function scripted(waits: readonly number[]) {
  const asked: PacedRequest[] = [];
  const told: (Exchanged | undefined)[] = [];
  const left = [...waits];
  const pacing: Pacing = {
    async enter(request): Promise<Permission> {
      asked.push(request);
      const milliseconds = left.shift() ?? 0;
      if (milliseconds > 0) return { kind: 'wait', milliseconds, reason: 'rate' };
      return { kind: 'go', done: async (how) => void told.push(how) };
    },
    look: async () => [],
  };
  return { pacing, asked, told };
}

async function world(waits: readonly number[], faults: Fault[] = [], attempts?: number) {
  const clock = testClock();
  const authority = new Authority('stamps-every-post', () => clock.now().getTime(), faults);
  const feature = testFeature(attempts === undefined ? {} : { attempts });
  const pipeline = feature.pipelines.issue;
  const { pacing, asked, told } = scripted(waits);
  const ports = { ...testPorts(feature, authority, clock), pacing };
  const engine = createEngine(ports);
  const run = await engine.submit({ feature, pipeline, context: { legalEntity: 'acme' }, data: invoice('A-1') });
  return { engine, run, authority, clock, asked, told, ports };
}

describe('a run that must wait for the sake of an authority', () => {
  it('is parked, says why and until when, blocks nobody, and has lost no attempt', async () => {
    const { engine, run, authority, clock, asked, told } = await world([60_000], [], 1);
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting', until: '2026-03-01T12:01:00.000Z' });
    expect(authority.received).toHaveLength(0);
    const log = await engine.log(run);
    expect(log.at(-1)).toMatchObject({
      type: 'paced',
      step: 'stamped',
      authority: 'authority.example',
      reason: 'rate',
      until: '2026-03-01T12:01:00.000Z',
    });
    // Woken too early it goes on waiting, and says nothing new.
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    expect(await engine.log(run)).toEqual(log);
    expect(asked).toHaveLength(1);
    await clock.sleep(60_000);
    expect(await engine.advance(run)).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(asked).toMatchObject([{ legalEntity: 'acme', waited: false }, { waited: true }]);
    expect(told).toEqual([{ answered: true, status: 200 }]);
  });

  it('a process that comes too late sends nothing: it is no try of the authority, and says nothing of it', async () => {
    const { run, authority, clock, told, ports } = await world([], [], 1);
    let slow = 3;
    const create: Store['create'] = async (path, bytes) => {
      const created = await ports.store.create(path, bytes);
      if (Buffer.from(bytes).includes('"type":"attempted"') && slow-- > 0) await clock.sleep(10_000);
      return created;
    };
    const engine = createEngine({ ...ports, store: { ...ports.store, create } });
    expect(await engine.advance(run, { patience: 1e9 })).toMatchObject({ state: 'completed', outcome: 'accepted' });
    const answers = (await engine.log(run)).flatMap((entry) => (entry.type === 'answered' ? [entry.answer] : []));
    expect(answers.map(({ late }) => late)).toEqual([true, true, true, undefined]);
    expect(authority.received).toHaveLength(1);
    expect(told).toEqual([undefined, undefined, undefined, { answered: true, status: 200 }]);
  });

  it('a question that must wait counts as none that was asked', async () => {
    const { engine, run, authority } = await world(
      [0, 5_000, 5_000, 5_000, 5_000, 5_000, 5_000],
      ['accept-then-no-answer'],
    );
    expect(await engine.advance(run, { patience: 1e9 })).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(authority.received).toHaveLength(1);
    const asked = (await engine.log(run)).filter(({ type }) => type === 'asked');
    expect(asked).toHaveLength(1);
  });

  const answers: { fault: Fault; how: Exchanged }[] = [
    { fault: 'refuse', how: { answered: true, status: 200 } },
    { fault: 'unavailable', how: { answered: false, status: 503 } },
    { fault: 'refuse-connection', how: { answered: false } },
    { fault: 'accept-then-no-answer', how: { answered: false } },
    // An answer that proves nothing is an answer: the authority is there.
    { fault: 'no-proof', how: { answered: true, status: 200 } },
  ];
  it.each(answers)('after $fault the pacing is told $how', async ({ fault, how }) => {
    const { engine, run, told } = await world([], [fault]);
    await engine.advance(run);
    expect(told[0]).toEqual(how);
  });

  it('leave is given back when another process was first', async () => {
    const { run, told, ports } = await world([]);
    const { pacing } = ports;
    const enter: Pacing['enter'] = async (request) => {
      const leave = await pacing.enter(request);
      await createEngine(ports).advance(run);
      return leave;
    };
    const second = createEngine({ ...ports, pacing: { ...pacing, enter } });
    await expect(second.advance(run)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
    expect(told).toEqual([{ answered: true, status: 200 }, undefined]);
  });

  it('killed at any point, it ends as it would have: one acceptance', async () => {
    const live = async (at: number) => {
      const { engine, run, authority, ports } = await world([3_000, 0, 4_000], ['accept-then-no-answer']);
      const point = new CrashPoint(at);
      await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
      return { report: await engine.advance(run, { patience: 1e9 }), authority, points: point.reached };
    };
    const { points } = await live(Number.POSITIVE_INFINITY);
    expect(points).toBeGreaterThan(20);
    for (let at = 1; at <= points; at++) {
      const { report, authority } = await live(at);
      expect(report, `killed at ${at} of ${points}`).toMatchObject({ state: 'completed', outcome: 'accepted' });
      expect(authority.accepted, `killed at ${at} of ${points}`).toHaveLength(1);
    }
  });
});
