import { pause } from '../platform/clock.ts';

/** How long leave of Redis may take once no run is at hand, in milliseconds: with Redis there it takes some. */
const patience = 5_000;
const look = 100;

/**
 * Whether `leave` was taken. It is given up, false, when it takes longer than `within` milliseconds while no run is at hand: Redis is
 * away, which may be for hours, and BullMQ waits for it. Whatever Redis then says of jobs, the store has the runs.
 */
export async function takeLeave(leave: Promise<unknown>, atHand: () => number, within = patience): Promise<boolean> {
  const stop = new AbortController();
  try {
    return await Promise.race([leave.then(() => true), idle(atHand, within, stop.signal).then(() => false)]);
  } finally {
    stop.abort();
  }
}

/** Resolves when nothing was at hand for so many milliseconds. */
async function idle(atHand: () => number, within: number, signal: AbortSignal): Promise<void> {
  let since = performance.now();
  while (!signal.aborted && performance.now() - since < within) {
    await pause(look, signal);
    if (atHand() > 0) since = performance.now();
  }
}
