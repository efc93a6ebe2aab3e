import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fail, type PurgeRequest, type Store } from '../../../engine/index.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { purgeArrivals } from '../../../platform/inbound/index.ts';
import { folderStore, memoryStore } from '../../../platform/store/index.ts';
import { mailOf, xml } from './files.ts';
import { openWorld } from './world.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-purge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const request: PurgeRequest = { keepFrom: () => '2027-01-01' };

/** What came in, worked on, with the store that it is in. */
function opened(store: Store) {
  const world = openWorld(undefined, store);
  const { inbound, engine, channel } = world;
  return {
    ...world,
    async come(bytes: Uint8Array, { acknowledged = true, name = 'note.xml' } = {}) {
      const kept = await inbound.take(channel, { name, mediaType: 'application/xml', bytes });
      for (const { run } of kept.result?.runs ?? []) await engine.advance(run);
      if (acknowledged) await inbound.acknowledge(kept.arrival, 'erp');
      return kept;
    },
    async purgeRuns(unacknowledged: ReadonlySet<string> = new Set()) {
      const verdicts = [];
      for await (const { verdict } of engine.purge({ ...request, unacknowledged })) verdicts.push(verdict);
      return verdicts;
    },
    purge: (more: Partial<PurgeRequest> = {}) =>
      purgeArrivals({ store, clock: world.clock }, { ...request, ...more }, engine.isPurged),
    paths: () => filesIn(store, 'inbound/'),
  };
}

describe.each([
  ['in memory', () => memoryStore()],
  ['in a folder', () => folderStore(mkdtempSync(join(folder, 'store-')))],
])('what came in, %s,', (_where, newStore) => {
  it('goes once it was acknowledged and its runs are gone, and not before', async () => {
    const at = opened(newStore());
    await at.come(mailOf({ 'a.xml': xml('1'), 'b.xml': xml('2') }), { name: 'a.eml' });
    const before = await at.paths();
    expect(await at.purge()).toEqual({ files: 0, refused: 0 });
    expect(await at.purgeRuns()).toEqual(['purged', 'purged']);
    expect(await at.purge({ dryRun: true })).toEqual({ files: 4, refused: 0 });
    expect(await at.paths()).toEqual(before);
    expect(await at.purge({ keepFrom: () => '2020-01-01' })).toEqual({ files: 0, refused: 0 });
    expect(await at.purge({ keepFrom: (of) => (of === 'bolt' ? '2027-01-01' : undefined) })).toMatchObject({
      files: 0,
    });
    expect(await at.purge()).toEqual({ files: 4, refused: 0 });
    expect(await at.paths()).toEqual([]);
  });

  it('stays with its runs while nobody has acknowledged it', async () => {
    const at = opened(newStore());
    const { arrival, result } = await at.come(xml('1'), { acknowledged: false });
    const runs = new Set(result?.runs.map(({ run }) => run));
    expect(await at.purgeRuns(runs)).toEqual(['unacknowledged']);
    expect(await at.purge()).toEqual({ files: 0, refused: 0 });
    expect((await at.inbound.read(arrival.id))?.result?.runs).toHaveLength(1);
    expect(await at.engine.verify([...runs][0] ?? '')).toMatchObject({ sound: true });
  });

  it('goes although nothing in it was recognised', async () => {
    const at = opened(newStore());
    await at.come(Buffer.from('no document'));
    expect(await at.purge()).toEqual({ files: 4, refused: 0 });
  });
});

it('what the store holds fast stays whole, and goes later; a purge that was interrupted goes on', async () => {
  const store = memoryStore();
  let fast = /\/file$/;
  const holding: Store = {
    ...store,
    remove: (path) => (fast.test(path) ? fail('STORE_IMMUTABLE', 'held') : store.remove(path)),
  };
  const at = opened(holding);
  await at.come(Buffer.from('no document'));
  expect(await at.purge()).toEqual({ files: 0, refused: 1 });
  expect(await at.paths()).toHaveLength(4);
  fast = /\/acknowledged\.json$/;
  expect(await at.purge()).toEqual({ files: 3, refused: 1 });
  fast = /never/;
  expect(await at.purge()).toEqual({ files: 1, refused: 0 });
  expect(await at.paths()).toEqual([]);
});
