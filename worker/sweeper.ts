import type { Engine } from '../engine/index.ts';
import { pause } from '../platform/clock.ts';
import type { RunQueue } from './queue.ts';

export interface Sweeper {
  close(): Promise<void>;
}

/** How many runs are asked about at once. */
const handful = 200;

export interface Swept {
  /** Runs that were queued. */
  readonly found: number;
  /** Messages that no run has taken, and for how many milliseconds the oldest of them has been there; absent when they were not seen. */
  readonly messages?: { readonly count: number; readonly oldest: number };
}

/**
 * Queues every open run that the queue does not know: one whose submission was recorded but not queued, or that Redis lost; and those
 * whose message has come.
 */
export async function sweep(engine: Engine, queue: RunQueue): Promise<Swept> {
  let found = 0;
  const look = async (some: readonly string[]): Promise<void> => {
    const known = await queue.knows(some);
    const lost = some.filter((_, at) => !known[at]);
    await Promise.all(lost.map((run) => queue.add(run, { swept: true })));
    found += lost.length;
  };
  let some: string[] = [];
  for await (const run of engine.open()) {
    some.push(run);
    if (some.length < handful) continue;
    await look(some);
    some = [];
  }
  await look(some);
  const { woken, ...messages } = await wake(engine, queue);
  return { found: found + woken, messages };
}

/** Runs that were not told that the message they wait for has come. */
async function wake(engine: Engine, queue: RunQueue) {
  let woken = 0;
  let count = 0;
  let oldest = 0;
  for await (const { id, runs, receivedAt } of engine.unclaimed()) {
    count += 1;
    oldest = Math.max(oldest, Date.now() - Date.parse(receivedAt));
    await Promise.all(runs.map((run) => queue.add(run, { turn: `message.${id}` })));
    woken += runs.length;
  }
  return { woken, count, oldest };
}

/** Sweeps now and then every so many milliseconds, one sweep at a time. */
export function startSweeper(
  engine: Engine,
  queue: RunQueue,
  every: number,
  onSweep: (swept: Swept, thrown: unknown) => void = () => {},
): Sweeper {
  const stop = new AbortController();
  const loop = (async () => {
    while (!stop.signal.aborted) {
      await sweep(engine, queue).then(
        (swept) => onSweep(swept, undefined),
        (thrown: unknown) => onSweep({ found: 0 }, thrown),
      );
      // The sweepers of several workers do not go at the same moment.
      await pause(every * (0.75 + Math.random() / 2), stop.signal);
    }
  })();
  return {
    async close() {
      stop.abort();
      await loop;
    },
  };
}
