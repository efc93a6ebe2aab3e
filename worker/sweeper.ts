import type { Engine } from '../engine/index.ts';
import type { RunQueue } from './queue.ts';

export interface Sweeper {
  close(): Promise<void>;
}

/** How many runs are asked about at once. */
const handful = 200;

/**
 * Queues every open run that the queue does not know: one whose submission was recorded but not queued, or that Redis lost; and those
 * whose message has come.
 * Resolves to how many there were.
 */
export async function sweep(engine: Engine, queue: RunQueue): Promise<number> {
  let found = 0;
  const look = async (runs: readonly string[]): Promise<void> => {
    const known = await queue.knows(runs);
    const lost = runs.filter((_, at) => !known[at]);
    await Promise.all(lost.map((run) => queue.add(run)));
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
  return found + (await wake(engine, queue));
}

/** Runs that were not told that the message they wait for has come. */
async function wake(engine: Engine, queue: RunQueue): Promise<number> {
  let found = 0;
  for await (const { id, runs } of engine.unclaimed()) {
    await Promise.all(runs.map((run) => queue.add(run, { turn: `message.${id}` })));
    found += runs.length;
  }
  return found;
}

/** Sweeps now and then every so many milliseconds, one sweep at a time. */
export function startSweeper(
  engine: Engine,
  queue: RunQueue,
  every: number,
  onSweep: (found: number, thrown: unknown) => void = () => {},
): Sweeper {
  let closed = false;
  let wake = () => {};
  const loop = (async () => {
    while (!closed) {
      await sweep(engine, queue).then(
        (found) => onSweep(found, undefined),
        (thrown: unknown) => onSweep(0, thrown),
      );
      if (!closed) await pause(every, (now) => (wake = now));
    }
  })();
  return {
    async close() {
      closed = true;
      wake();
      await loop;
    },
  };
}

/** The sweepers of several workers do not go at the same moment. */
function pause(milliseconds: number, onWake: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2));
    onWake(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
