import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, invoice, testClock, testFeature, testPorts } from './world.ts';

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

describe('a record that was changed is not gone on with', () => {
  it('an entry with one other letter', () => changed('000001.json', (text) => text.replace('made', 'maid')));
  it('an entry cut short', () => changed('000003.json', (text) => text.slice(0, 40)));
  it('a first entry that schedules nothing', () => changed('000001.json', () => '{"type":"released"}'));
  it('business data with another number', () => changed('input.document', (text) => text.replace('A-1', 'A-2')));
});
