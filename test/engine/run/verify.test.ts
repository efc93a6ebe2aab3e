import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from './world.ts';

/** Every file of a store, so that a test can change any. */
async function filesOf(store: Store): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const path of store.list('')) files.set(path, (await store.read(path)) ?? new Uint8Array());
  return files;
}

/** A run that was taken as far as it goes, in a store of its own. */
async function recorded(faults: Fault[] = [], findsAfter = 4_000) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  authority.findsAfter = findsAfter;
  const ports = testPorts(feature, authority, clock, store);
  const engine = createEngine(ports);
  const run = await engine.submit({ feature, pipeline, context: { legalEntity: 'acme' }, data: invoice('A-1') });
  const report = await engine.advance(run, { patience: 3_600_000 });
  return { run, report, ports, files: await filesOf(store) };
}

type Recorded = Awaited<ReturnType<typeof recorded>>;

/** The same store, changed; and what is found of it. */
async function verifiedAfter({ run, ports, files }: Recorded, change: (files: Map<string, Uint8Array>) => void) {
  const changed = new Map(files);
  change(changed);
  const store = memoryStore();
  for (const [path, bytes] of changed) await store.create(path, bytes);
  return createEngine({ ...ports, store }).verify(run);
}

/** What a person reads as evidence; a key or an identity may move, and proves nothing of the run. */
const isEvidence = (path: string): boolean => /^(runs|list|anchors)\//.test(path);
const entriesOf = (files: ReadonlyMap<string, Uint8Array>) => [...files.keys()].filter((path) => /journal/.test(path));

const ends: readonly {
  readonly name: string;
  readonly faults: Fault[];
  readonly findsAfter?: number;
  readonly state: string;
}[] = [
  { name: 'accepted', faults: [], state: 'completed' },
  { name: 'refused', faults: ['refuse'], state: 'completed' },
  { name: 'recovered after a lost answer', faults: ['accept-then-no-answer'], state: 'completed' },
  { name: 'held', faults: ['accept-then-no-answer'], findsAfter: Number.POSITIVE_INFINITY, state: 'held' },
];

describe.each(ends)('the record of a run that was $name', ({ faults, findsAfter, state }) => {
  it('is whole, and its end is anchored', async () => {
    const of = await recorded([...faults], findsAfter);
    const found = await verifiedAfter(of, () => {});
    expect(found).toMatchObject({ sound: true, problems: [], unnamed: [], record: of.report.record });
    expect(found.anchored).toBe(found.record.entries);
    expect(of.report.state).toBe(state);
  });

  it('shows every byte that is another one', async () => {
    const of = await recorded([...faults], findsAfter);
    const missed: string[] = [];
    let tried = 0;
    for (const [path, bytes] of of.files) {
      if (!isEvidence(path)) continue;
      const places =
        bytes.length < 200 ? bytes.keys() : Array.from({ length: 60 }, (_, at) => Math.floor((at * bytes.length) / 60));
      for (const at of places) {
        const flipped = Uint8Array.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        tried++;
        if ((await verifiedAfter(of, (files) => files.set(path, flipped))).sound) missed.push(`${path} ${at}`);
      }
    }
    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(400);
  });

  it('shows every file that is gone, and every one that was cut short', async () => {
    const of = await recorded([...faults], findsAfter);
    const missed: string[] = [];
    for (const [path, bytes] of of.files) {
      if (!isEvidence(path) || path.startsWith('anchors/')) continue;
      if ((await verifiedAfter(of, (files) => files.delete(path))).sound) missed.push(`${path} gone`);
      if ((await verifiedAfter(of, (files) => files.set(path, bytes.slice(0, -1)))).sound) missed.push(`${path} cut`);
    }
    expect(missed).toEqual([]);
  });

  it('shows entries that changed places, and an end that was taken off', async () => {
    const of = await recorded([...faults], findsAfter);
    const entries = entriesOf(of.files);
    for (const [at, one] of entries.entries()) {
      for (const other of entries.slice(at + 1)) {
        const found = await verifiedAfter(of, (files) => {
          files.set(one, of.files.get(other) ?? new Uint8Array());
          files.set(other, of.files.get(one) ?? new Uint8Array());
        });
        expect(found.sound, `${one} and ${other}`).toBe(false);
      }
      if (at === 0) continue;
      const cut = await verifiedAfter(of, (files) => {
        for (const path of entries.slice(at)) files.delete(path);
      });
      expect(cut.sound, `from ${one} on`).toBe(false);
    }
  });

  it('cannot be told another way when its hash was kept elsewhere', async () => {
    const of = await recorded([...faults], findsAfter);
    const store = memoryStore();
    // Somebody who may write everything cuts the end off and makes all else fit.
    const last = entriesOf(of.files).at(-1) ?? '';
    for (const [path, bytes] of of.files)
      if (path !== last && !/^(list|anchors|open)\//.test(path)) await store.create(path, bytes);
    const engine = createEngine({ ...of.ports, store });
    await engine.relist();
    expect((await engine.verify(of.run)).sound).toBe(true);
    const { problems } = await engine.verify(of.run, of.report.record?.sha256);
    expect(problems.map(({ code }) => code)).toEqual(['RECORD_DAMAGED']);
  });
});

it('a run that goes on has an end that nothing holds yet', async () => {
  const { ports } = await recorded();
  const engine = createEngine({ ...ports, store: memoryStore() });
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-2') });
  expect(await engine.verify(run)).toMatchObject({ sound: true, anchored: 0, record: { entries: 1 } });
});

it('a run that does not exist is unknown', async () => {
  const { ports } = await recorded();
  const work = createEngine(ports).verify('20260301T120000-0123456789abcdef');
  await expect(work).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
});
