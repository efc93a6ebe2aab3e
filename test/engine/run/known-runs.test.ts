import { expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { Journal } from '../../../engine/record/journal.ts';
import { layout } from '../../../engine/record/layout.ts';
import { KnownRuns } from '../../../engine/run/known-runs.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from './world.ts';

const megabyte = 1024 * 1024;

async function run(run: string, size: number) {
  const input = { path: '', mediaType: 'application/json', fileName: '', sha256: '', size };
  const feature = { id: 'xx/test', version: '1.0.0', digest: '' };
  const journal = await Journal.create(
    memoryStore(),
    run,
    {
      type: 'scheduled',
      submission: { feature, pipeline: 'issue', environment: 'local', context: {}, settings: {} },
      input,
      steps: [],
    },
    new Date(0),
  );
  if (!journal) throw new Error(`${run} exists`);
  return { journal, invoice: { of: run } };
}

it('hands a run out once', async () => {
  const known = new KnownRuns();
  const one = await run('a', 10);
  known.add(one);
  expect(known.take('b')).toBeUndefined();
  expect(known.take('a')).toEqual(one);
  expect(known.take('a')).toBeUndefined();
});

it('forgets the oldest when there is too much', async () => {
  const known = new KnownRuns();
  for (const name of ['a', 'b', 'c']) known.add(await run(name, 3 * megabyte));
  expect(known.take('a')).toBeUndefined();
  expect(known.take('c')).toMatchObject({ invoice: { of: 'c' } });
  known.add(await run('d', 9 * megabyte));
  expect(known.take('b')).toBeUndefined();
  expect(known.take('d')).toBeUndefined();
  known.add(await run('e', megabyte));
  expect(known.take('e')).toMatchObject({ invoice: { of: 'e' } });
});

function desks(...faults: Fault[]) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const kept = memoryStore();
  const reads: string[] = [];
  const store: Store = {
    ...kept,
    read(path) {
      reads.push(path.slice(path.lastIndexOf('/') + 1));
      return kept.read(path);
    },
  };
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const ports = testPorts(feature, authority, clock, store);
  const submit = { feature, pipeline, context: {}, data: invoice('A-1') };
  return { one: createEngine(ports), other: createEngine(ports), submit, reads, authority, clock, kept };
}

it('what an engine has submitted itself it does not read again', async () => {
  const { one, submit, reads } = desks();
  const run = await one.submit(submit);
  expect(await one.advance(run)).toMatchObject({ state: 'completed', outcome: 'accepted' });
  expect(reads).toEqual(['000001.json']);
});

it('what another engine has done since is seen', async () => {
  const { one, other, submit, authority } = desks();
  const run = await one.submit(submit);
  const report = await other.advance(run);
  expect(report).toMatchObject({ state: 'completed', outcome: 'accepted' });
  expect(await one.advance(run)).toEqual(report);
  expect(authority.accepted).toHaveLength(1);
});

/** The authority took it, its answer was lost, and it is time to ask. */
async function parked() {
  const desk = desks('accept-then-no-answer');
  const run = await desk.one.submit(desk.submit);
  expect(await desk.one.advance(run)).toMatchObject({ state: 'waiting' });
  await desk.clock.sleep(600_000);
  desk.reads.length = 0;
  return { ...desk, run };
}

it('of what an engine has parked itself it reads only whether others went on, and no gap', async () => {
  const { one, run, reads } = await parked();
  expect(await one.advance(run)).toMatchObject({ state: 'completed', outcome: 'accepted' });
  expect(reads.slice(0, 2)).toEqual(['000006.json', '000007.json']);
  expect(reads.filter((name) => /^00000[1-5]|input/.test(name))).toEqual([]);
});

it('what another engine has done since it was parked is seen', async () => {
  const { one, other, run, authority } = await parked();
  const report = await other.advance(run);
  expect(report).toMatchObject({ state: 'completed', outcome: 'accepted' });
  expect(await one.advance(run)).toEqual(report);
  expect(authority.received).toHaveLength(1);
});

it('what another engine has done since, and is gone, is not done again', async () => {
  const { one, other, run, authority, kept } = await parked();
  await other.advance(run);
  await kept.remove(layout.entry(run, 6));
  await expect(one.advance(run)).rejects.toMatchObject({ code: 'RECORD_DAMAGED' });
  expect(authority.received).toHaveLength(1);
});
