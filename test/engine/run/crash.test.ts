import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import { CrashPoint } from '../../crash-point.ts';
import { world } from './stamping.ts';
import type { AuthorityKind, Fault } from './world.ts';

async function live(kind: AuthorityKind, faults: readonly Fault[], crashes: readonly number[]) {
  const options = { attempts: 9, recover: { attempts: 20 } };
  const { clock, authority, ports, submit } = world([...faults], kind, options);
  const run = await submit();
  let points = 0;
  for (const at of crashes) {
    const point = new CrashPoint(at);
    await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
    points = point.reached;
    await clock.sleep(700);
  }
  const report = await createEngine(ports).advance(run, { patience: 1e9 });
  return { report, authority, points, ports };
}

const worlds: { kind: AuthorityKind; faults: Fault[] }[] = [
  { kind: 'detects-duplicates', faults: [] },
  { kind: 'stamps-every-post', faults: [] },
  { kind: 'stamps-every-post', faults: ['accept-then-no-answer'] },
  { kind: 'detects-duplicates', faults: ['refuse-connection', 'unavailable', 'no-proof'] },
];

describe.each(worlds)('a process killed where it waits for the world ($kind, $faults)', ({ kind, faults }) => {
  it('goes on from every point to the same end: one acceptance, the same bytes', async () => {
    const { points, report: calm } = await live(kind, faults, [Number.POSITIVE_INFINITY]);
    expect(calm).toMatchObject({ state: 'completed', outcome: 'accepted', values: { id: 'id-1', number: 1 } });
    expect(points).toBeGreaterThan(20);
    for (let at = 1; at <= points; at++) {
      const { report, authority, ports } = await live(kind, faults, [at]);
      const where = `killed at point ${at} of ${points}`;
      expect(report, where).toMatchObject({
        state: 'completed',
        outcome: 'accepted',
        values: { id: 'id-1', number: 1 },
      });
      expect(authority.accepted, where).toHaveLength(1);
      expect(new Set(authority.received).size, where).toBe(1);
      expect(authority.accepted[0]?.hash, where).toBe(report.result?.documents.document?.sha256);
      expect(await filesIn(ports.store, 'open/'), where).toEqual([]);
    }
  });

  it('goes on after three kills in a row', async () => {
    const { points } = await live(kind, faults, [Number.POSITIVE_INFINITY]);
    for (let first = 1; first <= points; first += 5)
      for (let second = 2; second <= points; second += 7) {
        const { report, authority } = await live(kind, faults, [first, second, 11]);
        const where = `killed at ${first}, ${second}, 11`;
        expect(report, where).toMatchObject({
          state: 'completed',
          outcome: 'accepted',
          values: { id: 'id-1', number: 1 },
        });
        expect(authority.accepted, where).toHaveLength(1);
        expect(new Set(authority.received).size, where).toBe(1);
      }
  });
});

describe('two processes on one run', () => {
  it('send once, and one of them is told', async () => {
    const { authority, ports, submit } = world([], 'stamps-every-post');
    const run = await submit();
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, () => createEngine(ports).advance(run, { patience: 1e9 })),
    );
    const done = results.filter((result) => result.status === 'fulfilled');
    expect(done.length).toBeGreaterThanOrEqual(1);
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'RUN_TAKEN' });
    expect(await createEngine(ports).advance(run, { patience: 1e9 })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
    });
    expect(authority.accepted).toHaveLength(1);
    expect(new Set(authority.received).size).toBe(1);
  });

  it('a process that slept too long before sending sends nothing', async () => {
    const { authority, clock, ports, submit } = world([], 'stamps-every-post');
    const sleepy: Ports = {
      ...ports,
      http: {
        async send(request) {
          if (authority.received.length === 0) await clock.sleep(6_000);
          return ports.http.send(request);
        },
      },
    };
    const run = await submit();
    const stuck = await createEngine(sleepy).advance(run);
    expect(stuck).toMatchObject({ state: 'waiting', outcome: 'unavailable' });
    expect(authority.received).toHaveLength(0);
    expect(await createEngine(ports).advance(run, { patience: 1e9 })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
    });
    expect(authority.accepted).toHaveLength(1);
  });
});
