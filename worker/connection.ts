import { Redis } from 'ioredis';
import { fail, TimbreError } from '../engine/index.ts';

export interface ConnectOptions {
  /** A worker waits for Redis however long it is away; whoever serves a request says so at once. */
  readonly patient?: boolean;
}

/**
 * How long Redis may be silent while it is asked something, in milliseconds: then the connection is taken for dead and made anew. A
 * worker asks what it is given next, to which the answer takes up to ten seconds.
 */
const silence = { patient: 15_000, impatient: 3_000 };

/**
 * A connection to Redis that may keep jobs.
 * QUEUE_FAILED when it cannot be reached or does not answer, QUEUE_EVICTS when it drops keys as memory runs out: jobs would vanish one by one.
 */
export async function connect(url: string, { patient = false }: ConnectOptions = {}): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: patient ? null : 2,
    enableOfflineQueue: patient,
    connectTimeout: 2_000,
    socketTimeout: patient ? silence.patient : silence.impatient,
    // What was asked goes over to the next connection: nobody waits for that one, too.
    ...(patient ? {} : { commandTimeout: silence.impatient }),
    retryStrategy: (times) => Math.min(2_000, 100 * times),
  });
  // Without a listener ioredis prints each failed reconnection; each command that fails is told to whoever gave it.
  redis.on('error', () => {});
  try {
    await redis.connect();
    await checkPolicy(redis);
    return redis;
  } catch (thrown) {
    redis.disconnect();
    if (thrown instanceof TimbreError) throw thrown;
    return fail('QUEUE_FAILED', `Redis at ${withoutPassword(url)} cannot be reached.`);
  }
}

async function checkPolicy(redis: Redis): Promise<void> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  fail('QUEUE_EVICTS', `Redis drops keys when its memory is full (maxmemory-policy ${policy}).`);
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the address given';
  const { protocol, host } = new URL(url);
  return `${protocol}//${host}`;
}
