import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { urlOf } from '../../../platform/http/index.ts';

it('is told by address and port, an address of IPv6 in brackets', async () => {
  for (const [host, written] of [
    ['127.0.0.1', '127.0.0.1'],
    ['::1', '[::1]'],
  ] as const) {
    const server = createServer().listen(0, host);
    await once(server, 'listening');
    const url = new URL(urlOf(server));
    expect(url).toMatchObject({ protocol: 'http:', hostname: written });
    expect(Number(url.port)).toBeGreaterThan(0);
    server.close();
  }
});

it('is not told of a server that listens at no port', async () => {
  expect(() => urlOf(createServer())).toThrow(TypeError);
  const server = createServer().listen(join(tmpdir(), `timbre-${process.pid}.sock`));
  await once(server, 'listening');
  expect(() => urlOf(server)).toThrow(TypeError);
  server.close();
});
