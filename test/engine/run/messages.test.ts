import { beforeEach, describe, expect, it } from 'vitest';
import { defineAction } from '../../../engine/action.ts';
import { createEngine, type Engine } from '../../../engine/engine.ts';
import { problem, TimbreError } from '../../../engine/errors.ts';
import type { Message } from '../../../engine/run/messages.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, described, get, invoice, step, testClock, testFeature, testPorts } from './world.ts';

const waits = defineAction({
  ...described,
  name: 'waits',
  effect: 'pure',
  run: ({ variables }) => ({
    wait: {
      for: 3_600_000,
      message: { name: 'told', where: { number: String(get('invoice.number').evaluate(variables)) } },
    },
  }),
});

/** Waits for two messages, one after the other. */
function waitingFeature() {
  const feature = testFeature();
  const { issue } = feature.pipelines;
  const steps = [step('first', waits), step('second', waits)];
  const result = { documents: { last: { step: 'second', document: 'document' } }, values: {} };
  return { ...feature, pipelines: { issue: { ...issue, identity: [], steps, result } } };
}

const message = (text: string, more: Partial<Message> = {}): Message => ({
  feature: 'test/stamp',
  name: 'told',
  where: { number: '1' },
  legalEntity: 'acme',
  mediaType: 'application/xml',
  bytes: Buffer.from(text),
  ...more,
});

const feature = waitingFeature();
let clock = testClock();
let store = memoryStore();
let engine: Engine;
beforeEach(() => {
  clock = testClock();
  store = memoryStore();
  engine = createEngine(testPorts(feature, new Authority('detects-duplicates', () => clock.monotonic()), clock, store));
});

const submit = (number = '1') =>
  engine.submit({
    feature,
    pipeline: feature.pipelines.issue,
    context: { legalEntity: 'acme' },
    data: invoice(number),
  });

const textOf = async (run: string) => {
  const { result } = await engine.read(run);
  return Buffer.from((await engine.document(result?.documents.last?.path ?? '')) ?? []).toString();
};
const unclaimed = async () => {
  const all = [];
  for await (const each of engine.unclaimed()) all.push(each);
  return all;
};

describe('a message', () => {
  it('ends the waiting, once for each step, whether it comes before the run waits or after', async () => {
    const { id, runs } = await engine.deliver(message('one'));
    expect(runs).toEqual([]);
    expect(await unclaimed()).toMatchObject([
      { id, feature: 'test/stamp', name: 'told', where: { number: '1' }, size: 3 },
    ]);
    const run = await submit();
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting', until: '2026-03-01T13:00:00.000Z' });
    expect(await unclaimed()).toEqual([]);
    await clock.sleep(1_000);
    expect(await engine.deliver(message('two'))).toMatchObject({ runs: [run] });
    expect(await engine.advance(run)).toMatchObject({ state: 'completed' });
    expect(await textOf(run)).toBe('two');
    expect(await unclaimed()).toEqual([]);
  });

  it('that a person dismissed no run takes, however often it comes', async () => {
    const { id } = await engine.deliver(message('wrong'));
    await engine.dismiss(id);
    const run = await submit();
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    expect((await engine.deliver(message('wrong'))).id).toBe(id);
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    expect(await unclaimed()).toEqual([]);
    for (const text of ['one', 'two']) {
      await clock.sleep(1_000);
      await engine.deliver(message(text));
      await engine.advance(run);
    }
    expect(await textOf(run)).toBe('two');
  });

  it('is one, however often it comes', async () => {
    const first = await engine.deliver(message('one'));
    const run = await submit();
    await engine.advance(run);
    expect(await engine.deliver(message('one'))).toEqual({ id: first.id, runs: [run] });
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    expect(await unclaimed()).toEqual([]);
  });

  it('of one who speaks for all legal entities need not say whose it is', async () => {
    const run = await submit();
    await engine.advance(run);
    const { legalEntity: _, ...anybodys } = message('one');
    expect(await engine.deliver(anybodys)).toMatchObject({ runs: [run] });
  });

  it.each<[string, Partial<Message>]>([
    ['another legal entity', { legalEntity: 'bolt' }],
    ['another number', { where: { number: '2' } }],
    ['more values than are waited for', { where: { number: '1', kind: 'x' } }],
    ['another name', { name: 'untold' }],
    ['another feature', { feature: 'test/other' }],
  ])('with %s is kept and seen, and wakes nobody', async (_, more) => {
    const run = await submit();
    await engine.advance(run);
    expect(await engine.deliver(message('one', more))).toMatchObject({ runs: [] });
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    const [seen] = await unclaimed();
    expect(seen).toMatchObject(more);
    await engine.dismiss(seen?.id ?? '');
    expect(await unclaimed()).toEqual([]);
  });

  it('whose wake-up was lost names the run that waits for it', async () => {
    const run = await submit();
    await engine.advance(run);
    await engine.deliver(message('one'));
    expect(await unclaimed()).toMatchObject([{ runs: [run] }]);
  });

  it('that does not come in time holds the run; resumed, it waits anew', async () => {
    const run = await submit();
    await engine.advance(run);
    await clock.sleep(3_600_000);
    const late = await engine.advance(run);
    expect(late).toMatchObject({ state: 'held', problems: [{ code: 'MESSAGE_DEADLINE', step: 'first' }] });
    await engine.deliver(message('one'));
    expect(await engine.resume(run)).toMatchObject({ state: 'waiting', until: '2026-03-01T14:00:00.000Z' });
  });

  it('is not lost where the process dies while it is taken', async () => {
    const run = await submit();
    await engine.advance(run);
    await engine.deliver(message('one'));
    for (const method of ['create', 'remove'] as const) {
      const dies = { ...store, [method]: () => Promise.reject(new TimbreError(problem('STORE_FAILED', 'killed'))) };
      const other = createEngine(testPorts(feature, new Authority('detects-duplicates', () => 0), clock, dies));
      await expect(other.advance(run)).rejects.toMatchObject({ code: 'STORE_FAILED' });
    }
    expect(await engine.advance(run)).toMatchObject({ state: 'waiting' });
    await clock.sleep(1_000);
    await engine.deliver(message('two'));
    expect(await engine.advance(run)).toMatchObject({ state: 'completed' });
    expect(await textOf(run)).toBe('two');
  });

  it('does not wait for a run that is over', async () => {
    const run = await submit();
    await engine.advance(run);
    await engine.cancel(run);
    expect(await engine.deliver(message('one'))).toMatchObject({ runs: [] });
  });
});
