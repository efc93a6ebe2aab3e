import { expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { Journal } from '../../../engine/record/journal.ts';
import { Submitted } from '../../../engine/run/submitted.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, invoice, testClock, testFeature, testPorts } from './world.ts';

const megabyte = 1024 * 1024;

async function submission(run: string, size: number) {
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

it('hands a submission out once', async () => {
  const submitted = new Submitted();
  const one = await submission('a', 10);
  submitted.add(one);
  expect(submitted.take('b')).toBeUndefined();
  expect(submitted.take('a')).toBe(one);
  expect(submitted.take('a')).toBeUndefined();
});

it('forgets the oldest when there is too much', async () => {
  const submitted = new Submitted();
  for (const name of ['a', 'b', 'c']) submitted.add(await submission(name, 3 * megabyte));
  expect(submitted.take('a')).toBeUndefined();
  expect(submitted.take('c')).toMatchObject({ invoice: { of: 'c' } });
  submitted.add(await submission('d', 9 * megabyte));
  expect(submitted.take('b')).toBeUndefined();
  expect(submitted.take('d')).toBeUndefined();
  submitted.add(await submission('e', megabyte));
  expect(submitted.take('e')).toMatchObject({ invoice: { of: 'e' } });
});

function desks() {
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
  const authority = new Authority('detects-duplicates', () => clock.now().getTime());
  const ports = testPorts(feature, authority, clock, store);
  const submit = { feature, pipeline, context: {}, data: invoice('A-1') };
  return { one: createEngine(ports), other: createEngine(ports), submit, reads, authority };
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
