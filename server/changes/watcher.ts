import type { RunSummary } from '../../engine/index.ts';
import { pause } from '../../platform/clock.ts';
import type { Look } from './look.ts';

/** Looks for everybody who listens, and only while somebody does. */
export interface Watcher {
  /** Resolves once changes from now on are told; the function that is given back ends it. */
  listen(tell: (change: RunSummary) => void): Promise<() => void>;
  close(): void;
}

/** Looks about every second, and spends at most a fifth of the time on it. */
export const shortest = 1_000;
const share = 4;

export function openWatcher(look: () => Look): Watcher {
  const listeners = new Set<(change: RunSummary) => void>();
  let round: { readonly ready: Promise<void>; readonly stop: AbortController } | undefined;
  return {
    async listen(tell) {
      listeners.add(tell);
      round ??= begin(look(), listeners);
      const end = () => {
        listeners.delete(tell);
        if (listeners.size > 0) return;
        round?.stop.abort();
        round = undefined;
      };
      try {
        await round.ready;
      } catch (thrown) {
        end();
        throw thrown;
      }
      return end;
    },
    close() {
      round?.stop.abort();
      listeners.clear();
    },
  };
}

function begin(look: Look, listeners: ReadonlySet<(change: RunSummary) => void>) {
  const stop = new AbortController();
  const ready = look().then(() => {});
  void ready.then(() => goOn(look, listeners, stop.signal)).catch(() => {});
  return { ready, stop };
}

async function goOn(look: Look, listeners: ReadonlySet<(change: RunSummary) => void>, stop: AbortSignal) {
  let took = 0;
  for (;;) {
    await pause(Math.max(shortest, share * took), stop);
    if (stop.aborted) return;
    const began = performance.now();
    // What is missed while the store is away is found when it is back.
    const changed = await look().catch(() => []);
    took = performance.now() - began;
    for (const change of changed) for (const tell of listeners) tell(change);
  }
}
