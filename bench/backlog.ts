import type { Keeper } from '../scripts/services/processes.ts';
import { type BenchResult, resultOf, skipped } from './result.ts';
import { canServe, openService, type ServiceWorld } from './service/world.ts';

const measured = 300;
const warmUp = 500;

/**
 * Milliseconds for each invoice that one worker takes out of the queue while a hundred wait behind it, and while many do: ten thousand
 * with `--long`. `ratio` is the one to the other.
 */
export async function measureBacklog(long: boolean): Promise<BenchResult> {
  const waiting = long ? 10_000 : 1_000;
  if (!canServe) return skipped('backlog', 'redis-server or Azurite is missing; npm test installs them where it may');
  const world = await openService();
  try {
    const worker = await world.startWorker();
    await world.submitMany(warmUp);
    await world.drained();
    const behindFew = await measureBehind(world, worker, 100);
    await world.drained();
    const behindMany = await measureBehind(world, worker, waiting);
    return resultOf('backlog', { behindFew, behindMany, waiting, ratio: behindMany / behindFew }, { ratio: 1.5 });
  } finally {
    await world.close();
  }
}

async function measureBehind(world: ServiceWorld, worker: Keeper, waiting: number): Promise<number> {
  const go = worker.stop();
  await world.submitMany(measured + waiting);
  go();
  const started = performance.now();
  await world.drained(waiting);
  return (performance.now() - started) / measured;
}
