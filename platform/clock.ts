import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance, Clock } from '../engine/clock.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

export const systemChance: Chance = {
  next: Math.random,
  nonce,
};

/** Waits, but no longer than until the signal comes; then it resolves all the same. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}

/** The 64 bits of a UUID of version 4 that are all chance (RFC 9562, 5.4): node makes many at once. */
function nonce(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(28);
}
