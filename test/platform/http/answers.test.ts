import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClosableHttp } from '../../../platform/http/index.ts';
import { answerOf, listen, loopbackHttp, requestTo } from './servers.ts';

let http: ClosableHttp;
beforeAll(() => {
  http = loopbackHttp();
});
afterAll(() => http.close());

describe('answers', () => {
  test.each([200, 201, 204, 301, 302, 307, 400, 401, 404, 429, 500, 503])(
    'status %i is an answer; nothing is followed',
    async (status) => {
      const server = await listen((socket) =>
        socket.end(answerOf(status, { location: 'http://localhost:1/', 'set-cookie': 'a=b' })),
      );
      expect(await http.send(requestTo(server.url))).toMatchObject({
        status,
        headers: { location: 'http://localhost:1/' },
      });
      expect(server.received).not.toMatch(/cookie/i);
      expect(server.connections).toBe(1);
      await server.close();
    },
  );

  test.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['identity', (text: string) => Buffer.from(text)],
  ] as const)('%s is undone', async (encoding, compress) => {
    const server = await listen((socket) =>
      socket.end(answerOf(200, { 'content-encoding': encoding }, compress('<ok/>'))),
    );
    expect(Buffer.from((await http.send(requestTo(server.url))).body).toString()).toBe('<ok/>');
    await server.close();
  });

  test('a response that announces fewer bytes than it sends is cut there, and its connection is not kept', async () => {
    const server = await listen((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil'),
    );
    for (let i = 0; i < 2; i += 1)
      expect(Buffer.from((await http.send(requestTo(server.url))).body).toString()).toBe('ok');
    expect(server.connections).toBe(2);
    await server.close();
  });

  test('103 is not the answer; header names are lower case and joined', async () => {
    const server = await listen((socket) =>
      socket.end(
        'HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\nX-One: a\r\nx-one: b\r\ncontent-length: 0\r\n\r\n',
      ),
    );
    expect(await http.send(requestTo(server.url))).toMatchObject({ status: 200, headers: { 'x-one': 'a, b' } });
    await server.close();
  });

  test('the request is written as it was given, on one kept connection', async () => {
    const server = await listen((socket) => socket.write(answerOf(200, {})));
    const request = requestTo(`${server.url}?a=b`, {
      method: 'PUT',
      headers: { 'content-type': 'text/xml' },
      body: new TextEncoder().encode('<ñ/>'),
    });
    const own = loopbackHttp({ maxConnections: 1 });
    for (let i = 0; i < 20; i += 1) await own.send(request);
    const [one] = server.received.split('PUT ').slice(1);
    expect(one).toMatch(/^\/service\?a=b HTTP\/1\.1\r\nhost: localhost:\d+\r\n/);
    expect(one).toContain('content-type: text/xml\r\n');
    expect(Buffer.from(one ?? '', 'latin1').toString('utf8')).toContain('content-length: 5\r\n\r\n<ñ/>');
    expect(server.connections).toBe(1);
    await own.close();
    await server.close();
  });

  test('twenty at once are twenty connections, kept within the limit', async () => {
    const own = loopbackHttp({ maxConnections: 5 });
    const server = await listen((socket) => setTimeout(() => socket.write(answerOf(200, {})), 5));
    await Promise.all(Array.from({ length: 20 }, () => own.send(requestTo(server.url))));
    expect(server.connections).toBe(5);
    await own.close();
    await server.close();
  });
});
