import type { Engine, RunReport } from '../engine/index.ts';
import type { Enqueue, RunQueue } from './queue.ts';
import { takeTurn } from './turn.ts';

/** Queue and worker in one process, without Redis. */
export interface InProcess extends RunQueue {
  /** Runs that are being worked on or wait for their time. */
  readonly size: number;
}

export interface InProcessOptions {
  readonly concurrency?: number;
  readonly onTurn?: (run: string, report: RunReport | undefined, thrown: unknown) => void;
}

/** For one machine: the runs of this process. Those that were open when the last one ended a sweep brings back. */
export function inProcess(engine: () => Engine, { concurrency = 16, onTurn }: InProcessOptions = {}): InProcess {
  const waiting = new Map<string, () => void>();
  const working = new Map<string, Promise<void>>();
  /** With the time at which its turn came. */
  const ready = new Map<string, number>();
  const again = new Set<string>();
  const failures = new Map<string, number>();
  let closed = false;
  const go = (): void => {
    while (!closed && working.size < concurrency) {
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
    const turn = await takeTurn(engine(), run, { failures: failures.get(run) ?? 0 });
    const thrown = turn.kind === 'later' ? turn.thrown : undefined;
    if (thrown === undefined) failures.delete(run);
    else failures.set(run, (failures.get(run) ?? 0) + 1);
    onTurn?.(run, turn.report, thrown);
    if (turn.kind === 'later') sleep(run, turn.at);
  };
  const sleep = (run: string, at: number): void => {
    if (closed) return;
    const timer = setTimeout(
      () => {
        waiting.delete(run);
        ready.set(run, performance.now());
        go();
      },
      Math.max(0, at - Date.now()),
    );
    waiting.set(run, () => clearTimeout(timer));
  };
  const add = (run: string, { at, turn }: Enqueue): void => {
    if (working.has(run)) {
      if (turn !== undefined) again.add(run);
      return;
    }
    if (ready.has(run)) return;
    waiting.get(run)?.();
    waiting.delete(run);
    sleep(run, at ?? 0);
  };
  return {
    get size() {
      return waiting.size + working.size + ready.size;
    },
    add: async (run, how = {}) => add(run, how),
    async depth() {
      const [next] = ready.values();
      const age = next === undefined ? 0 : (performance.now() - next) / 1000;
      return { waiting: ready.size, active: working.size, delayed: waiting.size, age };
    },
    knows: async (runs) => runs.map((run) => waiting.has(run) || working.has(run) || ready.has(run)),
    async close() {
      closed = true;
      for (const cancel of waiting.values()) cancel();
      await Promise.all(working.values());
    },
  };
}
