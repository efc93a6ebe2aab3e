import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import type { RunReport } from '../../../engine/run/report.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { CrashPoint } from '../../crash-point.ts';
import { Authority, type AuthorityKind, type Fault, invoice, testClock, testFeature, testPorts } from './world.ts';

async function live(kind: AuthorityKind, faults: readonly Fault[], crashes: readonly number[]) {
  const clock = testClock();
  const authority = new Authority(kind, () => clock.now().getTime(), [...faults]);
  const feature = testFeature({ attempts: 9, recover: { attempts: 20 } });
  const pipeline = feature.pipelines.issue;
  const ports = testPorts(feature, authority, clock, memoryStore());
  let run = await createEngine(ports).submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  let points = 0;
  for (const at of crashes) {
    const point = new CrashPoint(at);
    await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
    points = point.reached;
    await clock.sleep(700);
  }
  const report: RunReport = await createEngine(ports).advance(run, { patience: 1e9 });
  run = report.run;
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
      const left: string[] = [];
      for await (const path of ports.store.list('open/')) left.push(path);
      expect(left, where).toEqual([]);
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
    const clock = testClock();
    const authority = new Authority('stamps-every-post', () => clock.now().getTime());
    const feature = testFeature();
    const pipeline = feature.pipelines.issue;
    const ports = testPorts(feature, authority, clock);
    const run = await createEngine(ports).submit({ feature, pipeline, context: {}, data: invoice('A-1') });
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
    const clock = testClock();
    const authority = new Authority('stamps-every-post', () => clock.now().getTime());
    const feature = testFeature();
    const pipeline = feature.pipelines.issue;
    const ports = testPorts(feature, authority, clock);
    const sleepy: Ports = {
      ...ports,
      http: {
        async send(request) {
          if (authority.received.length === 0) await clock.sleep(6_000);
          return ports.http.send(request);
        },
      },
    };
    const run = await createEngine(ports).submit({ feature, pipeline, context: {}, data: invoice('A-1') });
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
