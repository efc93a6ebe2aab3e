import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from './world.ts';

const day = { from: '2026-03-01', until: '2026-03-01' };

/** Runs are listed together; nobody's clock says when. */
function world(faults: Fault[] = []) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const ports = {
    ...testPorts(feature, authority, { ...clock, sleep: () => new Promise<void>(() => {}) }, store),
    listTogether: 1_000,
  };
  const engine = createEngine(ports);
  const paths = (prefix: string) => filesIn(store, prefix);
  const list = async (filter: Partial<Parameters<typeof engine.list>[0]> = {}) => {
    const runs: string[] = [];
    for await (const { run } of createEngine(ports).list({ ...day, ...filter })) runs.push(run);
    return runs;
  };
  const submit = async (number: string, legalEntity = 'acme', original?: string) => {
    await clock.sleep(1_000);
    const more = original === undefined ? {} : { original };
    return engine.submit({ feature, pipeline, context: { legalEntity }, data: invoice(number), ...more });
  };
  const issue = async (number: string, legalEntity = 'acme', original?: string) => {
    const run = await submit(number, legalEntity, original);
    await engine.advance(run);
    return run;
  };
  return { engine, ports, store, paths, list, submit, issue, faults };
}

describe('runs that end together', () => {
  it('are on the list, or open, at every moment, and are told once', async () => {
    const { engine, paths, list, issue } = world();
    const runs = [await issue('A-1'), await issue('A-2'), await issue('A-3')].reverse();
    expect(await paths('list/')).toEqual([]);
    expect(await list()).toEqual(runs);
    await engine.settled();
    expect(await paths('open/')).toEqual([]);
    expect(await paths('list/')).toHaveLength(1);
    expect(await list()).toEqual(runs);
    expect(await list({ before: runs[0] })).toEqual(runs.slice(1));
    expect(await list({ before: runs[2] })).toEqual([]);
  });

  it('share a file with those of the same owner that ended in the same way, and with no others', async () => {
    const { engine, paths, list, submit, issue, faults } = world();
    const bolt = await issue('B-1', 'bolt');
    faults.push('refuse');
    const refused = await issue('A-1');
    const [one, other] = [await issue('A-2'), await issue('A-3')];
    await engine.settled();
    const open = await submit('A-4');
    expect(await paths('list/')).toHaveLength(3);
    expect(await list()).toEqual([open, other, one, refused, bolt]);
    expect(await list({ outcomes: ['accepted'] })).toEqual([other, one, bolt]);
    expect(await list({ legalEntities: ['acme'], states: ['completed'] })).toEqual([other, one, refused]);
  });

  it('are listed by whoever comes after a process that died before it had', async () => {
    const { ports, paths, list, issue } = world();
    const runs = [await issue('A-1'), await issue('A-2')];
    const next = createEngine(ports);
    for (const run of runs) await next.advance(run);
    await next.settled();
    expect(await paths('open/')).toEqual([]);
    expect(await list()).toEqual(runs.toReversed());
  });

  it('may be listed by two processes, and are told once', async () => {
    const { engine, ports, paths, list, issue } = world();
    const runs = [await issue('A-1'), await issue('A-2')];
    const { listTogether: _, ...single } = ports;
    const alone = createEngine(single);
    await alone.advance(runs[0] ?? '');
    await engine.settled();
    expect(await paths('list/')).toHaveLength(2);
    expect(await list()).toEqual(runs.toReversed());
    expect(await alone.relist()).toBe(2);
    expect(await paths('list/')).toHaveLength(2);
  });

  it('are proven by their own lines', async () => {
    const { engine, store, paths, issue } = world();
    const runs = [await issue('A-1'), await issue('A-2')];
    await engine.settled();
    for (const run of runs) expect(await engine.verify(run)).toMatchObject({ sound: true, problems: [] });
    const [path = ''] = await paths('list/');
    const text = new TextDecoder().decode(await store.read(path));
    await store.remove(path);
    await store.create(path, new TextEncoder().encode(text.replace('"outcome":"accepted"', '"outcome":"refused"')));
    const sound = await Promise.all(runs.map(async (run) => (await engine.verify(run)).sound));
    expect(sound.toSorted()).toEqual([false, true]);
  });

  it('are purged one by one: those that are needed stay on the list', async () => {
    const { engine, paths, list, issue } = world();
    const runs = [await issue('A-1'), await issue('A-2'), await issue('A-3')];
    await engine.settled();
    const stay = new Set([await issue('A-4', 'bolt', runs[1])]);
    await engine.settled();
    const keepFrom = (legalEntity?: string) => (legalEntity === 'acme' ? '2027-01-01' : undefined);
    const verdicts = new Map<string, string>();
    for await (const { run, verdict } of engine.purge({ keepFrom })) verdicts.set(run, verdict);
    expect(runs.map((run) => verdicts.get(run))).toEqual(['purged', 'used', 'purged']);
    expect(await list()).toEqual([...stay, runs[1]]);
    expect(await paths('list/')).toHaveLength(2);
  });
});
