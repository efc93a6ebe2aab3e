import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Pipeline } from '../../../engine/feature.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import { CrashPoint } from '../../crash-point.ts';
import { encode } from './text.ts';
import { Authority, expression, type Fault, get, testClock, testFeature, testPorts } from './world.ts';

/** What a buyer says: which number, from whom, and what of it. */
interface Notice {
  readonly about: string;
  readonly from?: string;
  readonly status?: string;
}

/** Invoices are issued for a buyer, and a notice speaks of one of them. */
function world(faults: Fault[] = []) {
  const clock = testClock();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const base = testFeature();
  const { issue } = base.pipelines;
  const is = (status: string) =>
    expression(`invoice.status == "${status}"`, (all) => get('invoice.status').evaluate(all) === status);
  const notice: Pipeline = {
    ...issue,
    name: 'notice',
    identity: [],
    steps: issue.steps.filter(({ id }) => id === 'made'),
    concerns: {
      pipeline: 'issue',
      identity: [get('invoice.about')],
      when: expression('invoice.from == original.invoice.buyer', (all) => {
        return get('invoice.from').evaluate(all) === get('original.invoice.buyer').evaluate(all);
      }),
      says: [
        { said: 'accepted', expression: is('AP') },
        { said: 'refused', expression: is('RE') },
      ],
    },
    result: { documents: {}, values: { status: get('invoice.status') } },
  };
  const feature = { ...base, pipelines: { issue, notice } };
  const announced: unknown[] = [];
  const ports: Ports = {
    ...testPorts(feature, authority, clock),
    compile: () => feature,
    announce: async (...change) => void announced.push(change),
  };
  const engine = createEngine(ports);
  const submit = async (pipeline: Pipeline, data: object, legalEntity = 'acme', original?: string) => {
    await clock.sleep(1_000);
    const related = original === undefined ? {} : { original };
    return engine.submit({
      feature,
      pipeline,
      context: { legalEntity },
      data: encode(JSON.stringify(data)),
      ...related,
    });
  };
  const issuing = (number: string, legalEntity?: string) => submit(issue, { number, buyer: 'B' }, legalEntity);
  const issueOne = async (number: string, legalEntity?: string) =>
    engine.advance(await issuing(number, legalEntity), { patience: 1e9 });
  const notify = async ({ about, from = 'B', status = 'RE' }: Notice, legalEntity?: string, by = engine) =>
    by.advance(await submit(notice, { about, from, status }, legalEntity), { patience: 1e9 });
  return { clock, authority, ports, engine, feature, announced, submit, issuing, issueOne, notify, notice };
}

describe('a document that speaks of another one', () => {
  it('is linked with the run that issued it, both ways, and changes nothing of it', async () => {
    const { engine, issueOne, notify, announced } = world();
    const original = await issueOne('A-1');
    const later = await notify({ about: 'A-1' });
    expect(later).toMatchObject({ state: 'completed', outcome: null, original: original.run, says: 'refused' });
    expect(await engine.later(original.run)).toMatchObject([
      { run: later.run, pipeline: 'notice', state: 'completed', says: 'refused', values: { status: 'RE' } },
    ]);
    expect(await engine.read(original.run)).toEqual(original);
    const listed = async (says: string) => {
      const runs: string[] = [];
      for await (const { run } of engine.list({ from: '2026-03-01', until: '2026-03-01', says: [says] }))
        runs.push(run);
      return runs;
    };
    expect([await listed('refused'), await listed('accepted')]).toEqual([[later.run], []]);
    expect(await engine.verify(later.run)).toMatchObject({ sound: true });
    expect(announced.at(-1)).toEqual([later.run, 2, original.run]);
  });

  it('may come before that run has ended, and more than once', async () => {
    const { engine, issuing, notify } = world(['unavailable']);
    const original = await issuing('A-1');
    await engine.advance(original);
    expect(await engine.read(original)).toMatchObject({ state: 'waiting' });
    const first = await notify({ about: 'A-1', status: 'AB' });
    const second = await notify({ about: 'A-1', status: 'AP' });
    expect(await engine.advance(original, { patience: 1e9 })).toMatchObject({ outcome: 'accepted' });
    const told = await engine.later(original);
    expect(told.map(({ run, says }) => [run, says])).toEqual([
      [first.run, undefined],
      [second.run, 'accepted'],
    ]);
  });

  it('is kept, and said to be linked to nothing, where nobody issued what it speaks of', async () => {
    const { engine, issueOne, notify } = world();
    for (const about of ['A-9', '']) {
      const report = await notify({ about });
      expect(report).toMatchObject({
        state: 'completed',
        values: { status: 'RE' },
        problems: [{ code: 'ORIGINAL_UNKNOWN', severity: 'warning' }],
      });
      expect(report.original).toBeUndefined();
    }
    const early = await notify({ about: 'A-1' });
    const original = await issueOne('A-1');
    expect(await engine.later(original.run)).toEqual([]);
    const again = await engine.replay(early.run);
    expect(await engine.advance(again)).toMatchObject({ original: original.run, problems: [] });
    expect(await engine.later(original.run)).toMatchObject([{ run: again, replayOf: early.run }]);
  });

  it("is never linked with another legal entity's, of which it is told nothing", async () => {
    const { engine, issueOne, notify } = world();
    const original = await issueOne('A-1', 'bolt');
    const report = await notify({ about: 'A-1' });
    expect(report).toMatchObject({ problems: [{ code: 'ORIGINAL_UNKNOWN' }] });
    expect(JSON.stringify(await engine.log(report.run))).not.toContain(original.run);
    expect(await engine.later(original.run)).toEqual([]);
  });

  it('is not linked when it does not come from the one whom that document is for', async () => {
    const { engine, issueOne, notify } = world();
    const original = await issueOne('A-1');
    expect(await notify({ about: 'A-1', from: 'somebody' })).toMatchObject({
      state: 'completed',
      problems: [{ code: 'ORIGINAL_DIFFERS', severity: 'warning' }],
    });
    expect(await engine.later(original.run)).toEqual([]);
  });

  it('speaks of the run whose document was accepted, not of a replay of it', async () => {
    const { clock, engine, issueOne, notify } = world();
    const original = await issueOne('A-1');
    await clock.sleep(60_000);
    const replayed = await engine.replay(original.run, 'stamped');
    expect(await engine.advance(replayed, { patience: 1e9 })).toMatchObject({ outcome: 'accepted' });
    expect(await notify({ about: 'A-1' })).toMatchObject({ original: original.run });
  });

  it('speaks of the original that it was handed over with', async () => {
    const { engine, issueOne, submit, notice } = world();
    const original = await issueOne('A-1');
    const run = await submit(notice, { about: '', status: 'AP' }, 'acme', original.run);
    expect(await engine.later(original.run)).toMatchObject([{ run, state: 'scheduled' }]);
    expect(await engine.advance(run)).toMatchObject({ original: original.run, says: 'accepted', problems: [] });
    expect(await engine.later(original.run)).toMatchObject([{ run, state: 'completed', says: 'accepted' }]);
  });
});

describe('what links two runs', () => {
  it('follows from the records: it is made anew with the list', async () => {
    const { engine, ports, issueOne, notify } = world();
    const original = await issueOne('A-1');
    await notify({ about: 'A-1' });
    const before = await engine.later(original.run);
    for await (const path of ports.store.list('later/')) await ports.store.remove(path);
    expect(await engine.later(original.run)).toEqual([]);
    await engine.relist();
    expect(await engine.later(original.run)).toEqual(before);
    expect(before).toHaveLength(1);
  });

  it('is told once and only when it is recorded, wherever a process is killed', async () => {
    const once = async (at: number) => {
      const here = world();
      const original = await here.issueOne('A-1');
      const run = await here.submit(here.notice, { about: 'A-1', from: 'B', status: 'RE' });
      const point = new CrashPoint(at);
      await point.survive(() => createEngine(point.crashing(here.ports)).advance(run));
      const { state } = await here.engine.read(run);
      const between = await here.engine.later(original.run);
      expect(between, `killed at ${at}`).toHaveLength(state === 'completed' ? 1 : 0);
      await here.engine.advance(run);
      expect(await here.engine.later(original.run), `killed at ${at}`).toMatchObject([{ run, says: 'refused' }]);
      return point.reached;
    };
    const points = await once(Number.POSITIVE_INFINITY);
    expect(points).toBeGreaterThan(10);
    for (let at = 1; at <= points; at++) await once(at);
  });

  it('goes with the run that spoke, and keeps the other one until then', async () => {
    const { clock, engine, ports, issueOne, notify } = world();
    const original = await issueOne('A-1');
    await clock.sleep(86_400_000);
    const later = await notify({ about: 'A-1' });
    const verdicts = async (day: string) => {
      const found: string[][] = [];
      for await (const { run, verdict } of engine.purge({ keepFrom: () => day })) found.push([run, verdict]);
      return found;
    };
    expect(await verdicts('2026-03-02')).toEqual([[original.run, 'used']]);
    expect(await verdicts('2027-01-01')).toEqual([
      [original.run, 'purged'],
      [later.run, 'purged'],
    ]);
    expect(await filesIn(ports.store, 'later/')).toEqual([]);
  });
});
