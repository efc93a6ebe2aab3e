import type { Redis } from 'ioredis';

/** The order in which owners get their turns. */
export interface Fairness {
  /** The rank of the owner's next job; the lowest goes first. */
  next(owner: string): Promise<number>;
  /** A job of that rank was begun. */
  began(rank: number): Promise<void>;
  /** Nothing waits: everybody begins anew. */
  emptied(): Promise<void>;
}

/** BullMQ's largest priority. Beyond it the order is that of arrival, until the queue is empty once. */
const largest = 2_097_152;

/**
 * Start-time fair queueing (Goyal, Vin and Cheng, 1996) with jobs of equal size: a job's rank is one more than the owner's last, or
 * than that of the job begun last, whichever is higher. So ten thousand invoices of one owner stand at ranks one after the other,
 * and the single invoice of another comes right behind what is being worked on.
 */
export function fairness(redis: Redis, prefix: string): Fairness {
  const key = `${prefix}:fairness`;
  return {
    async next(owner) {
      const rank = Number(await redis.eval(nextRank, 1, key, owner));
      return Math.min(rank, largest);
    },
    began: async (rank) => void (await redis.eval(advanceTo, 1, key, rank)),
    emptied: async () => void (await redis.del(key)),
  };
}

/** The field of the job begun last; no owner has an empty name. */
const nextRank = `
local now = tonumber(redis.call('HGET', KEYS[1], '') or '0')
local last = tonumber(redis.call('HGET', KEYS[1], ARGV[1]) or '0')
local rank = math.max(now, last) + 1
redis.call('HSET', KEYS[1], ARGV[1], rank)
return rank`;

const advanceTo = `
local now = tonumber(redis.call('HGET', KEYS[1], '') or '0')
if tonumber(ARGV[1]) > now then redis.call('HSET', KEYS[1], '', ARGV[1]) end`;
