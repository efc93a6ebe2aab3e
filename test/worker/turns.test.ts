import { expect, it } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import type { Store } from '../../engine/store.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { openTurns } from '../../worker/turns.ts';
import { Authority, invoice, testClock, testFeature, testPorts } from '../engine/run/world.ts';

/** A run that another process had at hand: the authority took it, the answer was lost, and it is time to ask. */
async function left() {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const kept = memoryStore();
  const reads: string[] = [];
  const store: Store = {
    ...kept,
    read(path) {
      if (path.includes('/journal/')) reads.push(path.slice(path.lastIndexOf('/') + 1));
      return kept.read(path);
    },
  };
  const authority = new Authority('stamps-every-post', () => clock.now().getTime(), ['accept-then-no-answer']);
  const ports = testPorts(feature, authority, clock, store);
  const other = createEngine(ports);
  const run = await other.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  expect(await other.advance(run)).toMatchObject({ state: 'waiting' });
  await clock.sleep(600_000);
  reads.length = 0;
  return { turns: openTurns(() => createEngine(ports)), run, reads, authority };
}

it('a turn after an end reads each entry once, though it notes the end first', async () => {
  const { turns, run, reads, authority } = await left();
  expect(await turns.take(run, 'an end')).toMatchObject({ report: { state: 'completed', outcome: 'accepted' } });
  expect(reads.length).toBeGreaterThan(1);
  expect(reads.filter((entry, at) => reads.indexOf(entry) < at)).toEqual([]);
  expect(authority.received).toHaveLength(1);
});
