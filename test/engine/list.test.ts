import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/engine.ts';
import type { RunFilter } from '../../engine/list.ts';
import type { RunSummary } from '../../engine/record/index-entry.ts';
import type { Store } from '../../engine/store.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from './run/world.ts';

const day = { from: '2026-03-01', until: '2026-03-31' };

async function world() {
  const clock = testClock('2026-03-01T12:00:00Z');
  const faults: Fault[] = [];
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const feature = testFeature({});
  const { issue: pipeline } = feature.pipelines;
  const ports = testPorts(feature, authority, clock);
  const engine = createEngine(ports);
  const submit = (number: string, legalEntity: string) =>
    engine.submit({ feature, pipeline, context: { legalEntity }, data: invoice(number), key: number });
  const finish = (run: string) => engine.advance(run, { patience: 600_000 });
  const accepted = await submit('A-1', 'acme');
  await finish(accepted);
  await clock.sleep(1_000);
  const refused = await submit('B-1', 'bolt');
  faults.push('refuse');
  await finish(refused);
  await clock.sleep(86_400_000);
  const scheduled = await submit('A-2', 'acme');
  const begin = async () => {
    faults.push('unavailable');
    const run = await submit('A-3', 'acme');
    await engine.advance(run);
    return run;
  };
  const list = async (filter: Partial<RunFilter> = {}) => {
    const runs: string[] = [];
    for await (const { run } of engine.list({ ...day, ...filter })) runs.push(run);
    return runs;
  };
  return { engine, ports, accepted, refused, scheduled, list, begin };
}

const removeBelow = async (store: Store, prefix: string) => {
  for await (const path of store.list(prefix)) await store.remove(path);
};

describe('the list of runs', () => {
  it('has finished and open ones, the newest first, with what there is to tell', async () => {
    const { engine, accepted, refused, scheduled, list } = await world();
    expect(await list()).toEqual([scheduled, refused, accepted]);
    const summaries: RunSummary[] = [];
    for await (const each of engine.list({ ...day, outcomes: ['accepted'] })) summaries.push(each);
    expect(summaries).toMatchObject([
      {
        ...{ run: accepted, key: 'A-1', state: 'completed', outcome: 'accepted' },
        context: { legalEntity: 'acme' },
        values: { id: 'id-1', number: 1 },
      },
    ]);
  });

  it.each<[string, Partial<RunFilter>, ('accepted' | 'refused' | 'scheduled')[]]>([
    ['of one legal entity', { legalEntities: ['acme'] }, ['scheduled', 'accepted']],
    ['of nobody', { legalEntities: [] }, []],
    ['of one day', { from: '2026-03-01', until: '2026-03-01' }, ['refused', 'accepted']],
    ['of a day without any', { from: '2026-03-05', until: '2026-03-09' }, []],
    ['in a state', { states: ['scheduled', 'held'] }, ['scheduled']],
    ['with an outcome', { outcomes: ['refused'] }, ['refused']],
    ['without one', { outcomes: ['none'] }, ['scheduled']],
  ])('is filtered: %s', async (_, filter, expected) => {
    const runs = await world();
    expect(await runs.list(filter)).toEqual(expected.map((name) => runs[name]));
  });

  it('goes on after the last of the page before', async () => {
    const { accepted, refused, scheduled, list } = await world();
    expect(await list({ before: scheduled })).toEqual([refused, accepted]);
    expect(await list({ before: refused })).toEqual([accepted]);
    expect(await list({ before: accepted })).toEqual([]);
  });

  it('is made anew from the runs when it is lost, and the markers of those that have begun with it', async () => {
    const { engine, ports, scheduled, list, begin } = await world();
    const begun = await begin();
    const before = await list();
    expect(before).toHaveLength(4);
    await removeBelow(ports.store, 'list/');
    await ports.store.remove(`open/${begun}`);
    expect(await list()).toEqual([scheduled]);
    expect(await engine.relist()).toBe(4);
    expect(await list()).toEqual(before);
    expect(await engine.relist()).toBe(4);
    expect(await list()).toEqual(before);
  });
});
