import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance, Clock } from '../engine/clock.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
  sleep: (milliseconds) => sleep(milliseconds),
};

export const systemChance: Chance = {
  next: Math.random,
  nonce: () => randomBytes(8).toString('hex'),
};
