import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtAccess } from '../../../cli/doctor/access.ts';
import { lookAtQueue } from '../../../cli/doctor/queue.ts';
import { localConfig, type ServerConfig } from '../../../platform/environment/index.ts';
import { urlOf } from '../../../platform/http/index.ts';
import { anyRedis, hasRedis, startRedis } from '../../../scripts/services/redis.ts';

const config = { ...localConfig('/nowhere'), name: 'test' as const };

describe('the queue', () => {
  it('is not missed where there is none', async () => {
    expect(await lookAtQueue(config)).toEqual([]);
  });

  it('that does not answer is a problem, without its password', async () => {
    const found = await lookAtQueue({ ...config, queue: { redis: 'redis://:unspoken@127.0.0.1:1' } });
    expect(found.map(({ state }) => state)).toEqual(['problem']);
    expect(JSON.stringify(found)).not.toContain('unspoken');
  });

  it.skipIf(!hasRedis)('that answers tells how much is in it, needs redis-server', async () => {
    const { url, close } = await anyRedis();
    expect(await lookAtQueue({ ...config, queue: { redis: url, prefix: 'doctor' } })).toMatchObject([{ state: 'ok' }]);
    await close();
  });

  it.skipIf(!hasRedis)('that drops keys is a problem, needs redis-server', async () => {
    const { url, close } = await startRedis(['--maxmemory', '20mb', '--maxmemory-policy', 'allkeys-lru']);
    const [found] = await lookAtQueue({ ...config, queue: { redis: url } });
    expect(found).toMatchObject({ state: 'problem', message: expect.stringContaining('allkeys-lru') });
    await close();
  });
});

describe('access', () => {
  let server: Server;
  let url = '';
  beforeAll(async () => {
    server = createServer(({ url }, response) => response.end(url === '/keys' ? '{"keys":[{}]}' : '{"keys":[]}'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = urlOf(server);
  });
  afterAll(() => void server.close());

  const keys = [{ name: 'erp', sha256: 'f'.repeat(64), scopes: ['submit'] }];
  const tokens = (jwks: string) => ({ access: { tokens: { issuer: 'i', audience: 'a', jwks } } });
  const cases: readonly [string, 'test' | 'production', () => ServerConfig | undefined, readonly string[]][] = [
    ['no server', 'test', () => undefined, []],
    ['this machine only', 'test', () => ({}), ['ok']],
    ['this machine only, in production', 'production', () => ({}), ['warning']],
    ['open to all', 'test', () => ({ host: '0.0.0.0' }), ['problem']],
    ['keys', 'production', () => ({ access: { keys } }), ['ok']],
    ['tokens', 'production', () => tokens(`${url}/keys`), ['ok']],
    ['tokens without keys to judge them by', 'production', () => tokens(`${url}/none`), ['problem']],
    ['tokens of somebody who is away', 'production', () => tokens('http://127.0.0.1:1/'), ['problem']],
  ];
  it.each(cases)('%s', async (_, name, given, states) => {
    const server = given();
    const found = await lookAtAccess({ ...config, name, ...(server && { server }) });
    expect(found.map(({ state }) => state)).toEqual(states);
  });
});
