import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { fail, type RunEvent, TimbreError } from '../../engine/index.ts';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { openQueue, type RunQueue, startWorker, sweep, type WorkerHandle } from '../../worker/index.ts';
import { each, engineOf, reportOf } from './engines.ts';
import { useRedis } from './queues.ts';

describe.skipIf(!hasRedis)('runs on BullMQ, needs redis-server', () => {
  const { opened, url, options: optionsOf } = useRedis();
  type Options = ReturnType<typeof optionsOf>;

  async function queueOf(options: Options): Promise<RunQueue> {
    const queue = await openQueue(options);
    opened.push(queue);
    return queue;
  }

  async function workerOf(
    options: Options & { concurrency?: number; takeover?: number },
    advance: Parameters<typeof engineOf>[0]['advance'],
  ): Promise<WorkerHandle> {
    const worker = await startWorker(engineOf({ ...(advance && { advance }) }), options);
    opened.push(worker);
    return worker;
  }

  it('a run is advanced, and its job carries its id and nothing else', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    await queue.add('run-1', { owner: 'acme' });
    const jobs = new Queue('runs', { connection: { url: url() }, prefix: options.prefix });
    opened.push(jobs);
    expect((await jobs.getJob('run-1'))?.data).toEqual({ run: 'run-1' });
    const advanced: string[] = [];
    await workerOf(options, async (run) => {
      advanced.push(run);
      return reportOf(run, 'completed');
    });
    await expect.poll(() => advanced).toEqual(['run-1']);
  });

  it('a parked run comes back at its time, not before', async () => {
    const options = optionsOf();
    const times: number[] = [];
    const until = new Date(Date.now() + 700);
    await workerOf(options, async (run) => {
      times.push(Date.now());
      return times.length === 1 ? reportOf(run, 'waiting', until) : reportOf(run, 'completed');
    });
    await (await queueOf(options)).add('run-1');
    await expect.poll(() => times.length, { timeout: 10_000 }).toBe(2);
    expect(times[1]).toBeGreaterThanOrEqual(until.getTime());
  });

  it('a message wakes a parked run, and a held one goes on although its job is kept', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    const turns: string[] = [];
    await workerOf(options, async (run) => {
      turns.push(run);
      const first = turns.filter((each) => each === run).length === 1;
      if (!first) return reportOf(run, 'completed');
      return run === 'parked' ? reportOf(run, 'waiting', new Date(Date.now() + 3_600_000)) : reportOf(run, 'held');
    });
    await queue.add('parked');
    await queue.add('held');
    await expect.poll(() => [...turns].sort()).toEqual(['held', 'parked']);
    await queue.add('parked', { turn: '000005' });
    await queue.add('held', { turn: '000004' });
    await expect.poll(() => [...turns].sort()).toEqual(['held', 'held', 'parked', 'parked']);
  });

  it('whatever fails, a run is never dropped: it comes back', async () => {
    const options = optionsOf();
    let turns = 0;
    await workerOf(options, async (run) => {
      turns += 1;
      if (turns === 1) fail('RUN_TAKEN', 'Somebody else has it.');
      return reportOf(run, 'completed');
    });
    await (await queueOf(options)).add('run-1');
    await expect.poll(() => turns, { timeout: 15_000 }).toBe(2);
  });

  it('the queue tells how much is in it, and how long the next has waited', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    expect(await queue.depth()).toEqual({ waiting: 0, active: 0, delayed: 0, age: 0 });
    await queue.add('a');
    await queue.add('b');
    await queue.add('later', { at: Date.now() + 3_600_000 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { age, ...depth } = await queue.depth();
    expect(depth).toEqual({ waiting: 2, active: 0, delayed: 1 });
    expect(age).toBeGreaterThan(0.04);
    expect(age).toBeLessThan(10);
  });

  it('the sweeper queues what Redis forgot, once, and leaves alone what waits', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    const open = () => each(['a', 'b', 'c']);
    await queue.add('a');
    expect(await sweep(engineOf({ open }), queue)).toMatchObject({ found: 2 });
    expect(await sweep(engineOf({ open }), queue)).toMatchObject({ found: 0 });
    const redis = new Redis(url());
    for await (const keys of redis.scanStream({ match: `${options.prefix}*` })) if (keys.length) await redis.del(keys);
    redis.disconnect();
    expect(await sweep(engineOf({ open }), queue)).toMatchObject({ found: 3 });
  });

  it('a held run is not taken up again by every sweep', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    let turns = 0;
    const engine = engineOf({ open: () => each(['held']) });
    await workerOf(options, async (run) => {
      turns += 1;
      return reportOf(run, 'held');
    });
    await sweep(engine, queue);
    await expect.poll(() => turns).toBe(1);
    await expect.poll(() => sweep(engine, queue)).toMatchObject({ found: 0 });
    expect(turns).toBe(1);
  });

  it('a finished run that is open still, its worker having died before it was listed, is taken up again soon', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    let turns = 0;
    const engine = engineOf({ open: () => each(['finished']) });
    await workerOf(options, async (run) => {
      turns += 1;
      return reportOf(run, 'completed');
    });
    await queue.add('finished');
    await expect.poll(() => turns).toBe(1);
    await expect.poll(() => sweep(engine, queue)).toMatchObject({ found: 0 });
    await expect.poll(() => sweep(engine, queue), { timeout: 15_000, interval: 250 }).toMatchObject({ found: 1 });
    await expect.poll(() => turns).toBe(2);
  });

  it('the bulk of one owner does not hold back the single invoice of another', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    for (let number = 0; number < 40; number++) await queue.add(`bulk-${number}`, { owner: 'bulk' });
    await queue.add('single', { owner: 'other' });
    const order: string[] = [];
    await workerOf({ ...options, concurrency: 1 }, async (run) => {
      order.push(run);
      return reportOf(run, 'completed');
    });
    await expect.poll(() => order.length, { timeout: 10_000 }).toBe(41);
    expect(order.indexOf('single')).toBeLessThan(3);
    expect(order.filter((run) => run !== 'single')).toEqual(Array.from({ length: 40 }, (_, at) => `bulk-${at}`));
  });

  it('a later owner gets every second turn from then on, the first is not starved', async () => {
    const options = optionsOf();
    const queue = await queueOf(options);
    const order: string[] = [];
    for (let number = 0; number < 20; number++) await queue.add(`a-${number}`, { owner: 'a' });
    await workerOf({ ...options, concurrency: 1 }, async (run) => {
      order.push(run);
      if (order.length === 5)
        for (let number = 0; number < 10; number++) await queue.add(`b-${number}`, { owner: 'b' });
      return reportOf(run, 'completed');
    });
    await expect.poll(() => order.length, { timeout: 10_000 }).toBe(30);
    const middle = order.slice(6, 20).map((run) => run[0]);
    expect(middle.filter((owner) => owner === 'a').length).toBeGreaterThanOrEqual(5);
    expect(middle.filter((owner) => owner === 'b').length).toBeGreaterThanOrEqual(5);
  });

  it('each step shows as the progress of the job', async () => {
    const options = optionsOf();
    const jobs = new Queue('runs', { connection: { url: url() }, prefix: options.prefix });
    opened.push(jobs);
    let observe: (event: RunEvent) => void = () => {};
    const worker = await workerOf(options, async (run) => {
      observe({ type: 'started', run, step: 'sealed', uses: 'sign' });
      return reportOf(run, 'completed');
    });
    observe = worker.observe;
    await (await queueOf(options)).add('run-1');
    await expect.poll(async () => (await jobs.getJob('run-1'))?.progress).toEqual({ type: 'started', step: 'sealed' });
  });

  it('refuses a Redis that may drop jobs, and says so; one that is not there is QUEUE_FAILED', async () => {
    const evicting = await startRedis(['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru']);
    opened.push(evicting);
    const codeOf = (redis: string) =>
      openQueue({ redis, prefix: 'x' }).then(
        () => 'opened',
        (thrown: unknown) => (thrown instanceof TimbreError ? thrown.code : String(thrown)),
      );
    expect(await codeOf(evicting.url)).toBe('QUEUE_EVICTS');
    expect(await codeOf('redis://:hidden@127.0.0.1:9')).toBe('QUEUE_FAILED');
  });
});
