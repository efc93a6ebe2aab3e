import type { Redis } from 'ioredis';
import type { Gate, Gates, Step } from '../platform/pacing/index.ts';
import { connect } from './connection.ts';
import { end, type QueueOptions } from './queue.ts';

export interface SharedGates extends Gates {
  close(): Promise<void>;
}

/** A gate that nobody came through for so long is as good as new, in milliseconds: longer than any authority may close it. */
const kept = 90_000_000;
/** Others who change the same gate at the same time are few: as many as there are workers. */
const tries = 100;

/** Gates that all workers of an environment share, by Redis's clock. What Redis forgets begins anew: it costs an authority a few requests. */
export async function openSharedGates({ redis: url, prefix }: QueueOptions): Promise<SharedGates> {
  const redis = await connect(url);
  /** Within a process one changes a gate after the other. */
  const turns = new Map<string, Promise<unknown>>();
  return {
    change(name, change) {
      const key = `${prefix}:pace:${name}`;
      const turn = (turns.get(key) ?? Promise.resolve()).then(
        () => swap(redis, key, change),
        () => swap(redis, key, change),
      );
      turns.set(key, turn);
      const forget = (): void => {
        if (turns.get(key) === turn) turns.delete(key);
      };
      turn.then(forget, forget);
      return turn;
    },
    close: () => end(redis),
  };
}

async function swap<T>(redis: Redis, key: string, change: (gate: Gate, now: number) => Step<T>): Promise<T> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const [text, seconds, microseconds] = (await redis.eval(look, 1, key)) as [string | null, string, string];
    const before: Gate = text === null ? {} : JSON.parse(text);
    const now = Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000);
    const { gate, result } = change(before, now);
    if (gate === before) return result;
    if (await redis.eval(put, 1, key, text ?? '', JSON.stringify(gate), kept)) return result;
  }
  throw new Error(`the gate ${key} changes too fast`);
}

const look = `
local time = redis.call('TIME')
return {redis.call('GET', KEYS[1]), time[1], time[2]}`;

const put = `
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;
