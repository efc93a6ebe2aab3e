import { describe, expect, it } from 'vitest';
import { defineAction, type PureOutput } from '../../../engine/action.ts';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { layout } from '../../../engine/record/layout.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import { Authority, described, get, invoice, step, testClock, testFeature, testPorts } from './world.ts';

const hour = 3_600_000;
const pure = (name: string, run: () => PureOutput) => defineAction({ ...described, name, effect: 'pure', run });

/** first → waited → last; counts how often each is done. */
async function world(wait: PureOutput['wait']) {
  const clock = testClock();
  const done: string[] = [];
  const steps = [
    step(
      'first',
      pure('first', () => {
        done.push('first');
        return { values: { at: clock.now().toISOString() } };
      }),
    ),
    step(
      'waited',
      pure('wait', () => ({ values: { said: 'waited' }, ...(wait ? { wait } : {}) })),
    ),
    step(
      'last',
      pure('last', () => {
        done.push('last');
        return { values: { at: clock.now().toISOString() } };
      }),
    ),
  ];
  const base = testFeature();
  const issue = base.pipelines.issue;
  const values = { first: get('steps.first.at'), said: get('steps.waited.said'), last: get('steps.last.at') };
  const pipeline = { ...issue, steps, identity: [], result: { documents: {}, values } };
  const feature = { ...base, pipelines: { issue: pipeline } };
  const ports = testPorts(feature, new Authority('detects-duplicates', () => clock.now().getTime()), clock);
  const run = await createEngine(ports).submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  return {
    clock,
    done,
    run,
    ports,
    advance: (patience = 0, with_: Ports = ports) => createEngine(with_).advance(run, { patience }),
  };
}

describe('a step that waits', () => {
  it.each([
    ['until a moment', { until: new Date('2026-03-01T15:00:00Z') }],
    ['for a while', { for: 3 * hour }],
  ])('%s parks the run, and any process goes on with it when the time has come', async (_, wait) => {
    const { clock, done, advance } = await world(wait);
    expect(await advance()).toMatchObject({ state: 'waiting', until: '2026-03-01T15:00:00.000Z' });
    await clock.sleep(2 * hour);
    expect(await advance()).toMatchObject({ state: 'waiting', until: '2026-03-01T15:00:00.000Z' });
    expect(done).toEqual(['first']);
    await clock.sleep(hour);
    expect(await advance()).toMatchObject({
      state: 'completed',
      values: { first: '2026-03-01T12:00:00.000Z', said: 'waited', last: '2026-03-01T15:00:00.000Z' },
    });
    expect(done).toEqual(['first', 'last']);
  });

  it('writes one entry, however often it is looked at', async () => {
    const { clock, advance, ports, run } = await world({ for: 3 * hour });
    for (let looked = 0; looked < 3; looked++) {
      await advance();
      await clock.sleep(hour / 2);
    }
    expect(await filesIn(ports.store, layout.journal(run))).toHaveLength(1);
  });

  it('sleeps in this process for a caller with patience', async () => {
    const { advance } = await world({ for: 3 * hour });
    expect(await advance(3 * hour)).toMatchObject({ state: 'completed', values: { last: '2026-03-01T15:00:00.000Z' } });
  });

  it.each([
    ['a moment that has passed', { until: new Date('2026-03-01T12:00:00Z') }],
    ['no time', { for: 0 }],
    ['nothing', undefined],
  ])('goes on at once after %s', async (_, wait) => {
    const { advance } = await world(wait);
    expect(await advance()).toMatchObject({ state: 'completed', values: { last: '2026-03-01T12:00:00.000Z' } });
  });

  it('killed at any write, waits from when it was first recorded to wait, and ends the same', async () => {
    const calm = await advanceKilled(Number.POSITIVE_INFINITY);
    expect(calm.writes).toBeGreaterThan(1);
    for (let at = 1; at <= calm.writes; at++) {
      const { report, reached } = await advanceKilled(at);
      expect(report, `killed at write ${at}`).toMatchObject({ state: 'completed', values: { said: 'waited' } });
      // The entry is there or not: it waits three hours from the first try, or from the second.
      expect([3 * hour, 4 * hour], `killed at write ${at}`).toContain(reached);
    }
  });
});

/** Dies at one write for good, before or after it; another process takes the run up an hour later. */
async function advanceKilled(at: number) {
  const { advance, clock, ports } = await world({ for: 3 * hour });
  let writes = 0;
  const began = clock.now().getTime();
  const pass = () => {
    if (++writes >= at) throw new Error('killed');
  };
  const create = async (...given: Parameters<typeof ports.store.create>) => {
    pass();
    const created = await ports.store.create(...given);
    pass();
    return created;
  };
  const store = { ...ports.store, create };
  try {
    await advance(10 * hour, { ...ports, store });
  } catch {
    await clock.sleep(hour);
  }
  const report = await advance(10 * hour);
  const last = report.values.last;
  return { report, writes, reached: Date.parse(String(last)) - began };
}
