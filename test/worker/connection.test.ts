import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { afterAll, describe, it } from 'vitest';
import { freePort } from '../../scripts/services/free-port.ts';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { openQueue } from '../../worker/index.ts';

const secret = 'not-to-be-told';

describe.skipIf(!hasRedis)('a Redis that is of no use says why, needs redis-server', { concurrent: true }, () => {
  const closing: { close(): unknown }[] = [];
  afterAll(async () => {
    for (const each of closing) await each.close();
  });

  async function silent(): Promise<string> {
    const port = await freePort();
    const server = createServer(() => {}).listen(port, '127.0.0.1');
    closing.push(server.unref());
    return `redis://:${secret}@127.0.0.1:${port}`;
  }

  async function locked(): Promise<string> {
    const redis = await startRedis();
    closing.push(redis);
    const client = new Redis(redis.url);
    await client.config('SET', 'requirepass', 'right');
    client.disconnect();
    return redis.url.replace('://', `://:${secret}@`);
  }

  it.for<[string, () => Promise<string>, string]>([
    ['is no address', async () => `:${secret}@localhost:6379`, 'address'],
    ['refuses', async () => `redis://:${secret}@127.0.0.1:${await freePort()}`, 'refused'],
    ['hangs', silent, 'no answer in time'],
    ['has another password', locked, 'does not let us in'],
  ])('%s', async ([, make, why], { expect }) => {
    const opened = openQueue({ redis: await make(), prefix: 'timbre-test' });
    const thrown = await opened.catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'QUEUE_FAILED', message: expect.stringContaining(why) });
    expect(JSON.stringify(thrown)).not.toContain(secret);
  });
});
