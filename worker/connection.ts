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
  if (!/^rediss?:\/\/[^/]/.test(url))
    fail('QUEUE_FAILED', 'The address of Redis is none.', {
      hint: 'Write redis://HOST:PORT in queue.redis, or rediss:// for TLS.',
    });
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
  let said: unknown;
  redis.on('error', (error) => {
    said = error;
  });
  try {
    await redis.connect();
    await checkPolicy(redis);
    return redis;
  } catch (thrown) {
    redis.disconnect();
    if (thrown instanceof TimbreError) throw thrown;
    const [why, hint] = reasonOf(said ?? thrown);
    return fail('QUEUE_FAILED', `Redis at ${withoutPassword(url)} cannot be used: ${why}.`, { hint });
  }
}

const goesOn = 'What was submitted is in the store and goes on by itself.';

/** Why it is of no use, and what to do. What Redis says is left out: it may repeat what it was told. */
function reasonOf(error: unknown): readonly [why: string, hint: string] {
  const text = error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : '';
  const found = reasons.find(([pattern]) => pattern.test(text));
  const [, why, hint] = found ?? [undefined, 'the connection was closed', 'See the log of Redis.'];
  return [why, `${hint} ${goesOn}`];
}

const reasons: readonly (readonly [pattern: RegExp, why: string, hint: string])[] = [
  [/ENOTFOUND|EAI_AGAIN/, 'its host has no address', 'Correct the host in queue.redis, or the DNS of this machine.'],
  [/ECONNREFUSED/, 'the connection was refused', 'Start Redis, or correct host and port in queue.redis.'],
  [
    /WRONGPASS|NOAUTH|AUTH/,
    'it does not let us in',
    'Correct user and password in the variable that queue.redis names.',
  ],
  [
    /socket timeout|timed out|ETIMEDOUT/i,
    'there was no answer in time',
    'See whether Redis hangs, and what is between: a firewall, a proxy.',
  ],
];

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
