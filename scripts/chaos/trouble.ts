import { Redis } from 'ioredis';
import type { Mood } from './bad-store.ts';
import type { ChaosWorld } from './world.ts';

export interface Trouble {
  /** How often each kind of trouble was made. */
  readonly made: ReadonlyMap<string, number>;
  /** Makes no more; resolves when everything runs again. */
  stop(): Promise<void>;
}

/**
 * Kills a worker every max(300 ms, 1.5 times what a worker needs to come up): any faster, and nothing would ever be done and nothing be
 * proven. Beside it, twice as often, the other kinds of trouble: each once, in any order, then again.
 */
export function startTrouble(world: ChaosWorld, calm: boolean, chance: () => number): Trouble {
  const made = new Map(['worker killed -9', ...kinds.map(({ name }) => name)].map((name) => [name, 0]));
  const pending = new Set<Promise<unknown>>();
  const end = new AbortController();
  const count = (name: string) => void made.set(name, (made.get(name) ?? 0) + 1);
  if (calm) end.abort();
  const begins = () => world.workers.reduce((sum, { took }) => sum + took, 0) / world.workers.length;
  const make = ({ name, make }: Kind) => {
    const done = make(world, chance).then((isMade) => {
      pending.delete(done);
      if (isMade) count(name);
    });
    pending.add(done);
  };
  // The first comes at once: a short run must not be over before it.
  const again = async (every: () => number, next: () => Kind) => {
    for (let wait = 300; await pause(wait, end.signal); wait = every()) make(next());
  };
  const bag: Kind[] = [];
  const drawn = (): Kind => {
    if (bag.length === 0) bag.push(...kinds);
    const [kind] = bag.splice(Math.floor(chance() * bag.length), 1);
    if (kind === undefined) throw new RangeError('there is no trouble to make');
    return kind;
  };
  const kills = again(
    () => Math.max(300, 1.5 * begins()),
    () => kill,
  );
  const others = again(() => Math.max(300, 0.75 * begins()), drawn);
  return {
    made,
    async stop() {
      end.abort();
      await Promise.all([kills, others]);
      await Promise.all(pending);
    },
  };
}

interface Kind {
  readonly name: string;
  /** Resolves to whether it came to pass. */
  readonly make: (world: ChaosWorld, chance: () => number) => Promise<boolean>;
}

const kill: Kind = { name: 'worker killed -9', make: (world, chance) => any(world.workers, chance).kill() };

const kinds: readonly Kind[] = [
  { name: 'worker stopped', make: freeze },
  { name: 'server killed -9', make: (world) => world.api.kill() },
  { name: 'server killed between store and queue', make: killBetween },
  { name: 'Redis flushed', make: flush },
  { name: 'Redis restarted without files', make: (world) => world.restartRedis() },
  { name: 'store slow', make: (world) => mood(world, 'slow') },
  { name: 'store answers 503', make: (world) => mood(world, 'busy') },
  { name: "store's answers lost", make: (world) => mood(world, 'mute') },
];

async function freeze({ workers }: ChaosWorld, chance: () => number): Promise<boolean> {
  const go = any(workers, chance).stop();
  await new Promise((resolve) => setTimeout(resolve, 500 + chance() * 4_000));
  go();
  return true;
}

/** The open marker, with the entry that schedules the run, is the last that `serve` writes before it tells the queue. */
async function killBetween({ api, store }: ChaosWorld): Promise<boolean> {
  if (!(await store.nextCreated('/open/', 3_000))) return false;
  return api.kill();
}

async function flush({ redisUrl }: ChaosWorld): Promise<boolean> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: 1, retryStrategy: () => null });
  redis.on('error', () => {});
  const flushed = await redis.flushall().catch(() => 'away');
  redis.disconnect();
  return flushed === 'OK';
}

async function mood({ store }: ChaosWorld, bad: Mood): Promise<boolean> {
  if (store.mood !== 'well') return false;
  store.mood = bad;
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  store.mood = 'well';
  return true;
}

function any<T>(all: readonly T[], chance: () => number): T {
  const one = all[Math.floor(chance() * all.length)];
  if (one === undefined) throw new RangeError('there is none');
  return one;
}

/** False when it is over. */
function pause(milliseconds: number, over: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (over.aborted) return resolve(false);
    const end = () => {
      clearTimeout(timer);
      over.removeEventListener('abort', end);
      resolve(!over.aborted);
    };
    const timer = setTimeout(end, milliseconds);
    over.addEventListener('abort', end);
  });
}
