import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { anyRedis, type RedisServer } from '../../scripts/services/redis.ts';

/** A Redis for the tests of one `describe`; what a test puts into `opened` is closed after it, the last first. */
export function useRedis() {
  let server: RedisServer;
  const opened: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    server = await anyRedis();
  });
  afterEach(async () => {
    for (const each of opened.splice(0).reverse()) await each.close();
  });
  afterAll(() => server.close());
  return {
    opened,
    url: () => server.url,
    /** Names that no other test uses. */
    options: () => ({ redis: server.url, prefix: `timbre-test-${randomUUID()}` }),
  };
}
