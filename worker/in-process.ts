import { randomUUID } from 'node:crypto';
import type { Engine } from '../engine/index.ts';
import type { Enqueue, RunQueue } from './queue.ts';
import { type OnTurn, openTurns } from './turns.ts';

/** Queue and worker in one process, without Redis. */
export interface InProcess extends RunQueue {
  /** Runs that are being worked on or wait for their time. */
  readonly size: number;
}

export interface InProcessOptions {
  readonly concurrency?: number;
  readonly onTurn?: OnTurn;
}

/** For one machine: the runs of this process. Those that were open when the last one ended a sweep brings back. */
export function inProcess(engine: () => Engine, { concurrency = 16, onTurn }: InProcessOptions = {}): InProcess {
  const working = new Map<string, Promise<void>>();
  /** With the time at which its turn came. */
  const ready = new Map<string, number>();
  const again = new Set<string>();
  /** Those that an earlier process may have had at hand. */
  const swept = new Set<string>();
  const life = randomUUID();
  const turns = openTurns(engine, onTurn);
  const asleep = openAlarms((run) => {
    ready.set(run, performance.now());
    go();
  });
  const go = (): void => {
    while (!asleep.closed && working.size < concurrency) {
      const [run] = ready.keys();
      if (run === undefined) return;
      ready.delete(run);
      const turn = take(run).finally(() => {
        working.delete(run);
        if (again.delete(run)) add(run, {});
        go();
      });
      working.set(run, turn);
    }
  };
  const take = async (run: string): Promise<void> => {
    const turn = await turns.take(run, swept.delete(run) ? life : undefined);
    if (turn.kind === 'later') asleep.set(run, turn.at);
    if (turn.kind === 'later' && turn.unmarked) swept.add(run);
  };
  const add = (run: string, { at = 0, turn, swept: isSwept }: Enqueue): void => {
    if (working.has(run)) {
      if (turn !== undefined) again.add(run);
      return;
    }
    if (ready.has(run)) return;
    if (isSwept) swept.add(run);
    asleep.set(run, at);
  };
  return {
    get size() {
      return asleep.size + working.size + ready.size;
    },
    add: async (run, how = {}) => add(run, how),
    async depth() {
      const [next] = ready.values();
      const age = next === undefined ? 0 : (performance.now() - next) / 1000;
      return { waiting: ready.size, active: working.size, delayed: asleep.size, age };
    },
    knows: async (runs) => runs.map((run) => asleep.has(run) || working.has(run) || ready.has(run)),
    async close() {
      asleep.close();
      await Promise.all(working.values());
    },
  };
}

/** Wakes runs at their times; a new time takes the place of the one before. */
function openAlarms(onTime: (run: string) => void) {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let closed = false;
  return {
    get closed() {
      return closed;
    },
    get size() {
      return timers.size;
    },
    has: (run: string) => timers.has(run),
    set(run: string, at: number): void {
      clearTimeout(timers.get(run));
      timers.delete(run);
      if (closed) return;
      const ring = (): void => {
        timers.delete(run);
        onTime(run);
      };
      timers.set(run, setTimeout(ring, Math.max(0, at - Date.now())));
    },
    close(): void {
      closed = true;
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
}
