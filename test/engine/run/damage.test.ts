import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { layout } from '../../../engine/record/layout.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, invoice, never, testClock, testFeature, testPorts } from './world.ts';

/** A finished run, read through a store in which one file was changed. */
async function changed(ending: string, change: (text: string) => string) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const ports = testPorts(feature, new Authority('detects-duplicates', () => clock.now().getTime()), clock, store);
  const engine = createEngine(ports);
  const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  if (!ending.includes('document')) await engine.advance(run);
  let hits = 0;
  const damaged: Store = {
    ...store,
    async read(path) {
      const bytes = await store.read(path);
      if (!bytes || !path.includes(ending)) return bytes;
      hits++;
      return new TextEncoder().encode(change(new TextDecoder().decode(bytes)));
    },
  };
  const work = createEngine({ ...ports, store: damaged }).advance(run);
  await expect(work).rejects.toMatchObject({ code: 'RECORD_DAMAGED' });
  expect(hits).toBeGreaterThan(0);
}

/** A run that is not finished: the authority took it, and its answer was lost. */
async function stopped() {
  const clock = testClock();
  const feature = testFeature({ recover: { absent: never, attempts: 1, every: 1_000 } });
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const now = () => clock.now().getTime();
  const authority = new Authority('stamps-every-post', now, ['accept-then-no-answer']);
  authority.findsAfter = 60_000;
  const engine = createEngine(testPorts(feature, authority, clock, store));
  const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  const submitted = (await store.read(`open/${run}`)) ?? new Uint8Array();
  expect(await engine.advance(run, { patience: 1e9 })).toMatchObject({ state: 'held' });
  const entries = await filesIn(store, layout.journal(run));
  return { engine, store, run, entries, submitted, requests: () => authority.received.length };
}

describe('a record that was changed is not gone on with', () => {
  it('an entry with one other letter', () => changed('000001.json', (text) => text.replace('made', 'maid')));
  it('an entry cut short', () => changed('000003.json', (text) => text.slice(0, 40)));
  it('an entry that is gone, with others after it: nothing is sent', async () => {
    const { engine, store, run, entries, requests } = await stopped();
    expect(entries.length).toBeGreaterThan(2);
    for (const gone of entries.slice(1, -1)) {
      const bytes = await store.read(gone);
      await store.remove(gone);
      await expect(engine.resume(run, { patience: 1e9 }), gone).rejects.toMatchObject({ code: 'RECORD_DAMAGED' });
      expect(requests()).toBe(1);
      if (bytes) await store.create(gone, bytes);
    }
    expect(await engine.verify(run)).toMatchObject({ sound: true });
  });

  it('a beginning that is gone, with others after it and the submission still there: nothing is sent', async () => {
    const { engine, store, run, entries, submitted, requests } = await stopped();
    await store.remove(entries[0] ?? '');
    await store.remove(`open/${run}`);
    await store.create(`open/${run}`, submitted);
    await expect(engine.advance(run, { patience: 1e9 })).rejects.toMatchObject({ code: 'RECORD_DAMAGED' });
    expect(requests()).toBe(1);
  });

  it('a first entry that schedules nothing', () => changed('000001.json', () => '{"type":"released"}'));
  it('business data with another number', () => changed('input.document', (text) => text.replace('A-1', 'A-2')));
});
