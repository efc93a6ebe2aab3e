import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { openStreams } from '../../../server/changes/streams.ts';

describe('streams', () => {
  it('are so many at once and no more; each ends by itself, and makes room', async () => {
    const streams = openStreams({ most: 1, longest: 300 });
    const app = Fastify();
    app.setErrorHandler((error, _request, reply) => reply.code(503).send(error));
    app.get('/', async (_request, reply) => void streams.begin(reply));
    const url = await app.listen({ port: 0 });
    const first = await fetch(url);
    const second = await fetch(url);
    expect([first.status, second.status]).toEqual([200, 503]);
    expect(await second.text()).toContain('SERVER_BUSY');
    expect(await first.text()).toBe('retry: 1000\n\n');
    const third = await fetch(url);
    expect(third.status).toBe(200);
    streams.close();
    await app.close();
  });
});
