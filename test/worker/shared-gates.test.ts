import { describe, expect, it } from 'vitest';
import { createEngine, type Http, type Pace } from '../../engine/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { openPacing } from '../../platform/pacing/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { openQueue, openSharedGates, startWorker } from '../../worker/index.ts';
import { Authority, invoice, testFeature, testPorts } from '../engine/run/world.ts';
import { useRedis } from './queues.ts';

describe.skipIf(!hasRedis)('what workers share of an authority, needs redis-server', () => {
  const { opened, options: optionsOf } = useRedis();

  /** Two workers, and an authority that notes when it is called. */
  async function world(pace: Pace | undefined, answer: (calls: number) => { status: number; retryAfter?: number }) {
    const options = { ...optionsOf(), concurrency: 8 };
    const calls: number[] = [];
    const authority = new Authority('stamps-every-post', Date.now);
    const http: Http = {
      async send(request) {
        if (!request.url.endsWith('/stamp')) return authority.http.send(request);
        calls.push(Date.now());
        const { status, retryAfter } = answer(calls.length);
        if (status === 200) return authority.http.send(request);
        const headers: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
        return { status, headers, body: Buffer.from('{}') };
      },
    };
    const feature = testFeature({ attempts: 50, ...(pace && { pace }) });
    const pipeline = feature.pipelines.issue;
    const store = memoryStore();
    const engines = await Promise.all(
      [1, 2].map(async () => {
        const gates = await openSharedGates(options);
        opened.push(gates);
        const ports = { ...testPorts(feature, authority, systemClock, store), http, pacing: openPacing(gates) };
        const engine = createEngine(ports);
        opened.push(await startWorker(engine, options));
        return engine;
      }),
    );
    const queue = await openQueue(options);
    opened.push(queue);
    const [engine] = engines;
    if (!engine) throw new Error('no engine');
    const submit = async (number: string, legalEntity: string) => {
      const run = await engine.submit({ feature, pipeline, context: { legalEntity }, data: invoice(number) });
      await queue.add(run, { owner: legalEntity });
      return run;
    };
    const states = async (runs: readonly string[]) =>
      Promise.all(runs.map(async (run) => (await engine.read(run)).state));
    return { submit, states, calls, authority, engine };
  }

  const pace = (more: Partial<Pace>): Pace => ({ name: 'pac', per: 'authority', ...more });
  const ok = () => ({ status: 200 });

  it('two workers keep one rate together; a bulk of one leaves room for the other', async () => {
    const period = 1_000;
    const { submit, states, calls, engine } = await world(pace({ rate: { count: 10, period } }), ok);
    const runs: string[] = [];
    for (let number = 0; number < 30; number++) runs.push(await submit(`A-${number}`, 'acme'));
    await expect.poll(() => calls.length).toBeGreaterThan(0);
    const single = await submit('B-1', 'bolt');
    await expect.poll(async () => (await engine.read(single)).state, { timeout: 10_000 }).toBe('completed');
    const open = (await states(runs)).filter((state) => state !== 'completed');
    expect(open.length, 'of the bulk, when the single one is done').toBeGreaterThan(5);
    await expect
      .poll(async () => (await states(runs)).every((state) => state === 'completed'), { timeout: 20_000 })
      .toBe(true);
    expect(calls).toHaveLength(31);
    const most = calls.map((start) => calls.filter((at) => at >= start && at < start + period).length);
    // A call is noted some milliseconds after leave was given for it.
    expect(Math.max(...most)).toBeLessThanOrEqual(11);
    const entries = (await Promise.all(runs.map((run) => engine.log(run)))).flat();
    expect(entries.filter(({ type }) => type === 'paced').length).toBeLessThan(3 * 30);
  }, 40_000);

  it('429 with Retry-After holds back everybody, on both workers', async () => {
    const { submit, states, calls } = await world(undefined, (call) =>
      call === 1 ? { status: 429, retryAfter: 2 } : { status: 200 },
    );
    const first = await submit('A-0', 'acme');
    await expect.poll(() => calls.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const runs = [first, ...(await Promise.all([1, 2, 3, 4, 5].map((number) => submit(`A-${number}`, `e${number}`))))];
    await expect
      .poll(async () => (await states(runs)).every((state) => state === 'completed'), { timeout: 15_000 })
      .toBe(true);
    const [told = 0, ...others] = calls;
    expect(others).toHaveLength(6);
    for (const at of others) expect(at - told).toBeGreaterThanOrEqual(2_000);
  }, 30_000);

  it('an authority that rejects everything is left alone: no probe within the period', async () => {
    const { submit, states, calls } = await world(pace({ concurrency: 1 }), () => ({ status: 503 }));
    const runs = await Promise.all(Array.from({ length: 20 }, (_, number) => submit(`A-${number}`, 'acme')));
    await expect.poll(() => calls.length, { timeout: 20_000 }).toBe(5);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(calls).toHaveLength(5);
    expect([...new Set(await states(runs))]).toEqual(['waiting']);
  }, 40_000);

  it('while Redis is away nobody passes; when it is back, all is as it was', async () => {
    const own = await startRedis();
    const gates = await openSharedGates({ redis: own.url, prefix: 'x' });
    opened.push(gates);
    const pacing = openPacing(gates);
    const request = {
      authority: 'a.example',
      legalEntity: '',
      waited: false,
      pace: pace({ rate: { count: 1, period: 60_000 } }),
    };
    expect(await pacing.enter(request)).toMatchObject({ kind: 'go' });
    expect(await pacing.enter(request)).toMatchObject({ kind: 'wait', reason: 'rate' });
    await own.close();
    expect(await pacing.enter(request)).toMatchObject({ kind: 'wait', reason: 'pacing-away' });
  }, 20_000);

  it('a hundred at once on one gate: each change is made to what the one before left', async () => {
    const options = optionsOf();
    const all = await Promise.all([1, 2, 3, 4].map(() => openSharedGates(options)));
    opened.push(...all);
    const add = (gates: (typeof all)[number]) =>
      gates.change('a', (gate) => ({ gate: { ...gate, failures: (gate.failures ?? 0) + 1 }, result: undefined }));
    await Promise.all(all.flatMap((gates) => Array.from({ length: 25 }, () => add(gates))));
    const read = await all[0]?.change('a', (gate) => ({ gate, result: gate.failures }));
    expect(read).toBe(100);
  });
});
