import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { freePort } from '../../../scripts/services/free-port.ts';
import { hasRedis, startRedis } from '../../../scripts/services/redis.ts';

describe.skipIf(!hasRedis)("a Redis of one's own, needs redis-server", () => {
  it('is not left behind when it does not take the first ping', async () => {
    const port = await freePort();
    await expect(startRedis(['--requirepass', 'unspoken'], port)).rejects.toThrow('NOAUTH');
    const [error] = await once(connect(port, '127.0.0.1'), 'error');
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  });
});
