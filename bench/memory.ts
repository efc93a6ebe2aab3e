import { hasRedis, startRedis } from '../scripts/services/redis.ts';
import { openQueue, startWorker } from '../worker/index.ts';
import { forgetfulStore } from './cfdi/forgetful.ts';
import { openRecorded } from './cfdi/recorded.ts';
import { type BenchResult, resultOf, skipped } from './result.ts';

const invoices = 50;
/** Until caches and compiled code have what they need. */
const warmUp = 2_000;

/**
 * Megabytes that a worker holds after so many runs, and after ten times as many: 2,000 and 20,000 with `--long`. The worker takes the runs
 * from BullMQ; the store forgets what is finished, and the authority answers at once.
 */
export async function measureMemory(long: boolean): Promise<BenchResult> {
  if (!hasRedis) return skipped('memory', 'redis-server is missing');
  const world = await openRecorded(Array.from({ length: invoices }, () => 5));
  if (world === undefined) return skipped('memory', 'the official XSDs are not in the cache: timbre artefacts pull');
  const redis = await startRedis();
  const options = { redis: redis.url, prefix: 'bench' };
  const queue = await openQueue(options);
  const store = forgetfulStore();
  const { engine, submit } = world.engine(store);
  let turned = (_accepted: boolean) => {};
  const worker = await startWorker(engine, {
    ...options,
    onTurn: (_run, report) => turned(report?.outcome === 'accepted'),
  });
  const held: number[] = [];
  const all = warmUp + (long ? 20_000 : 4_000);
  for (let runs = 0; runs < all; runs += invoices) {
    store.forget();
    const done = new Promise<void>((resolve, reject) => {
      let left = invoices;
      turned = (accepted) => {
        if (!accepted) reject(new Error('a run was not accepted'));
        else if (--left === 0) resolve();
      };
    });
    for (const { data } of world.recorded) await queue.add(await submit(data), { owner: 'acme' });
    await done;
    if (runs >= warmUp && runs % 500 === 0) held.push(heldNow());
  }
  await worker.close();
  await queue.close();
  await redis.close();
  const [first, last] = [averageOf(held.slice(0, 4)), averageOf(held.slice(-4))];
  const runs = all - warmUp;
  const figures = { runs, first, last, kilobytesPerRun: ((last - first) * 1024) / runs, ratio: last / first };
  return resultOf('memory', figures, { ratio: 1.1 });
}

function heldNow(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1_048_576;
}

const averageOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
