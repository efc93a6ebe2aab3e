import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { fail } from '../../../engine/errors.ts';
import type { Purged } from '../../../engine/index.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from '../run/world.ts';

const year = 365 * 86_400_000;

/** An installation whose clock can be set forward by years. */
function installation(faults: Fault[] = [], wrap: (store: Store) => Store = (store) => store) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const ports = { ...testPorts(feature, authority, clock, store), store: wrap(store) };
  const engine = createEngine(ports);
  const request = { feature, pipeline };
  return {
    clock,
    store,
    engine,
    authority,
    submit: (number: string, more: { key?: string } = {}, context = { legalEntity: 'acme' }) =>
      engine.submit({ ...request, context, data: invoice(number), ...more }),
    async issue(number: string, more: { key?: string } = {}, context = { legalEntity: 'acme' }) {
      const run = await this.submit(number, more, context);
      return engine.advance(run, { patience: 3_600_000 });
    },
    async purge(keepFrom: string, dryRun = false): Promise<Purged[]> {
      const all: Purged[] = [];
      for await (const each of engine.purge({ keepFrom: () => keepFrom, dryRun })) all.push(each);
      return all;
    },
    paths: (prefix = '') => filesIn(store, prefix),
  };
}

describe('what is old is purged', () => {
  it('removes documents, journal and list; keeps claims, keys and how it ended', async () => {
    const at = installation();
    const { run, record } = await at.issue('A-1', { key: 'k' });
    const before = await at.paths();
    expect(await at.purge('2027-01-01', true)).toMatchObject([{ run, verdict: 'purged', refused: 0 }]);
    expect(await at.paths()).toEqual(before);
    const [purged] = await at.purge('2027-01-01');
    expect(purged).toMatchObject({ run, legalEntity: 'acme', verdict: 'purged', refused: 0 });
    const left = (await at.paths()).filter((path) => path.includes(run));
    expect(left).toEqual([`purged/20260301/${run}.json`]);
    expect(await at.paths('identities/')).toHaveLength(1);
    expect(await at.paths('keys/')).toHaveLength(1);
    await expect(at.engine.verify(run)).rejects.toMatchObject({ code: 'RUN_PURGED' });
    const told = JSON.parse(new TextDecoder().decode(await at.store.read(left[0] ?? '')));
    expect(told).toMatchObject({ run, status: 'completed', outcome: 'accepted', record });
    expect(JSON.stringify(told)).not.toContain('A-1');
    expect(await at.purge('2027-01-01')).toEqual([]);
  });

  it('never lets the document be sent again, under another key or the same one', async () => {
    const at = installation();
    const { run } = await at.issue('A-1', { key: 'k' });
    await at.purge('2027-01-01');
    await at.clock.sleep(20 * year);
    expect(await at.issue('A-1')).toMatchObject({ state: 'cancelled', sameAs: run });
    await expect(at.submit('A-1', { key: 'k' })).rejects.toMatchObject({ code: 'RUN_PURGED' });
    expect(at.authority.accepted).toHaveLength(1);
  });

  it('nor by a marker that a crash left: a marker alone is a submission that has not begun', async () => {
    const at = installation();
    const run = await at.submit('A-1');
    const marker = (await at.store.read(`open/${run}`)) ?? new Uint8Array();
    await at.engine.advance(run, { patience: 3_600_000 });
    await at.store.create(`open/${run}`, marker);
    await at.purge('2027-01-01');
    expect(await at.paths('open/')).toEqual([]);
    await expect(at.engine.advance(run)).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    expect(at.authority.accepted).toHaveLength(1);
  });

  it('lets a number that was refused be used anew', async () => {
    const at = installation(['refuse']);
    expect(await at.issue('A-1')).toMatchObject({ outcome: 'refused' });
    await at.purge('2027-01-01');
    expect(await at.issue('A-1')).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('goes on where it was stopped, at every file', async () => {
    let stop = 0;
    for (let killed = true; killed; ) {
      let left = ++stop;
      const at = installation([], (store) => ({
        ...store,
        async remove(path) {
          if (/^(runs|list|anchors)/.test(path) && --left === 0) throw new Error('killed');
          return store.remove(path);
        },
      }));
      const { run } = await at.issue('A-1');
      killed = await at.purge('2027-01-01').then(
        () => false,
        ({ message }) => message === 'killed',
      );
      left = 0;
      expect(await at.issue('A-1'), `stopped at ${stop}`).toMatchObject({ state: 'cancelled', sameAs: run });
      await at.engine.relist();
      expect(await at.paths('open/')).toEqual([]);
      await at.purge('2027-01-01');
      expect((await at.paths('runs/20260301')).filter((path) => path.includes(run))).toEqual([]);
      expect(at.authority.accepted).toHaveLength(1);
    }
    expect(stop).toBeGreaterThan(5);
  });
});

describe('what must stay stays', () => {
  it('a run that is open or held, however old', async () => {
    const at = installation(['accept-then-no-answer']);
    at.authority.findsAfter = Number.POSITIVE_INFINITY;
    expect(await at.issue('A-1')).toMatchObject({ state: 'held' });
    await at.submit('A-2');
    const before = await at.paths();
    expect(await at.purge('2090-01-01')).toEqual([]);
    expect(await at.paths()).toEqual(before);
  });

  it('a run that ended later than it seems by its submission', async () => {
    const at = installation();
    const run = await at.submit('A-1');
    await at.clock.sleep(year);
    await at.engine.advance(run);
    expect(await at.purge('2026-06-01')).toMatchObject([{ run, verdict: 'recent', files: 0 }]);
  });

  it('a run that one of a kept run uses', async () => {
    const at = installation(['refuse', 'refuse']);
    const { run: first } = await at.issue('A-1');
    await at.clock.sleep(1_000);
    const second = await at.engine.replay(first);
    await at.engine.advance(second, { patience: 3_600_000 });
    await at.clock.sleep(5 * year);
    const third = await at.engine.replay(second);
    await at.engine.advance(third, { patience: 3_600_000 });
    const found = await at.purge('2030-01-01');
    expect(found.map(({ run, verdict }) => [run, verdict])).toEqual([
      [first, 'used'],
      [second, 'used'],
    ]);
  });

  it('what the store holds fast: the whole record, and the next purge tries again', async () => {
    let fast = true;
    const hold = (store: Store): Store => ({
      ...store,
      async remove(path) {
        if (fast && path.startsWith('runs/')) fail('STORE_IMMUTABLE', 'held');
        return store.remove(path);
      },
    });
    const at = installation([], hold);
    const { run } = await at.issue('A-1');
    const before = await at.paths();
    expect(await at.purge('2027-01-01')).toMatchObject([{ run, verdict: 'immutable', files: 0 }]);
    expect(await at.paths()).toEqual(before);
    expect(await at.engine.verify(run)).toMatchObject({ sound: true });
    fast = false;
    expect(await at.purge('2027-01-01')).toMatchObject([{ run, verdict: 'purged', refused: 0 }]);
  });

  it('a record that is damaged: a person looks first', async () => {
    const at = installation();
    const { run } = await at.issue('A-1');
    await at.store.remove((await at.paths('runs/')).find((path) => path.endsWith('000001.json')) ?? '');
    expect(await at.purge('2027-01-01')).toMatchObject([{ run, verdict: 'damaged', files: 0 }]);
  });

  it('what another legal entity must keep', async () => {
    const at = installation();
    const { run } = await at.issue('A-1');
    await at.issue('A-2', {}, { legalEntity: 'other' });
    const found: string[] = [];
    for await (const each of at.engine.purge({ keepFrom: (of) => (of === 'acme' ? '2027-01-01' : undefined) }))
      found.push(each.run);
    expect(found).toEqual([run]);
  });
});
