import { Redis } from 'ioredis';
import type { ChaosWorld } from './world.ts';

/** How often each kind of trouble was made. */
export type Made = Record<string, number>;

export interface Trouble {
  readonly made: Made;
  /** Makes no more; resolves when everything runs again. */
  stop(): Promise<void>;
}

/**
 * Makes trouble, one after the other, until it is stopped: never faster than a worker needs to come up again, or nothing would ever be
 * done and nothing be proven.
 */
export function startTrouble(world: ChaosWorld, chance: () => number): Trouble {
  const made: Made = {};
  const pending = new Set<Promise<unknown>>();
  let stopped = false;
  const kinds: readonly Kind[] = [
    { name: 'worker killed -9', weight: 50, make: () => any(world.workers, chance).kill() },
    { name: 'worker frozen', weight: 12, make: () => any(world.workers, chance).freeze(500 + chance() * 4_000) },
    { name: 'server killed -9', weight: 10, make: () => world.api.kill() },
    { name: 'Redis flushed', weight: 8, make: () => flush(world.redisUrl) },
    { name: 'Redis restarted without files', weight: 6, make: () => world.restartRedis() },
    { name: 'store slow', weight: 7, make: () => mood(world, 'slow') },
    { name: 'store answers 503', weight: 7, make: () => mood(world, 'busy') },
  ];
  const loop = (async () => {
    while (!stopped) {
      const longest = Math.max(...world.workers.map(({ took }) => took));
      await new Promise((resolve) => setTimeout(resolve, Math.max(300, 1.5 * longest)));
      if (stopped) return;
      const { name, make } = drawn(kinds, chance());
      made[name] = (made[name] ?? 0) + 1;
      const done = make().finally(() => pending.delete(done));
      pending.add(done);
    }
  })();
  return {
    made,
    async stop() {
      stopped = true;
      await loop;
      await Promise.all(pending);
    },
  };
}

interface Kind {
  readonly name: string;
  /** How likely it is, beside the others. */
  readonly weight: number;
  readonly make: () => Promise<unknown>;
}

/** The kind at a point from 0 to 1 of all their weights, one behind the other. */
function drawn(kinds: readonly Kind[], point: number): Kind {
  let left = point * kinds.reduce((sum, { weight }) => sum + weight, 0);
  for (const kind of kinds) {
    left -= kind.weight;
    if (left < 0) return kind;
  }
  throw new RangeError('there is no trouble to make');
}

function any<T>(all: readonly T[], chance: () => number): T {
  const one = all[Math.floor(chance() * all.length)];
  if (one === undefined) throw new RangeError('there is none');
  return one;
}

async function flush(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  await redis.flushall().catch(() => {});
  redis.disconnect();
}

async function mood({ store }: ChaosWorld, bad: 'slow' | 'busy'): Promise<void> {
  store.mood = bad;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  store.mood = 'well';
}
