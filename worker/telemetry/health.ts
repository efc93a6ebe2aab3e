import type { RunQueue } from '../queue.ts';

/** Whether a worker gets on. */
export interface Health {
  /** Something was done. */
  progress(): void;
  /** Milliseconds since something was done last. */
  readonly still: number;
  /** False when runs wait, and nothing was done for too long. */
  good(): Promise<boolean>;
}

/** No step waits longer for the world without an event than its time-out; then somebody else should do the work. */
const patience = 120_000;

/**
 * An idle worker is well; so is one whose queue is away, because to begin it anew would not bring the queue back.
 * @param atHand how many runs it works on itself
 * @param limit milliseconds
 */
export function watchProgress(queue: RunQueue, atHand: () => number, limit = patience): Health {
  let last = performance.now();
  const still = () => performance.now() - last;
  return {
    progress() {
      last = performance.now();
    },
    get still() {
      return still();
    },
    async good() {
      if (still() < limit) return true;
      if (atHand() > 0) return false;
      const depth = await queue.depth().catch(() => undefined);
      return depth === undefined || depth.waiting === 0;
    },
  };
}
