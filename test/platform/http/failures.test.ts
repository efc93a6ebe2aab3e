import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpRequest } from '../../../engine/http.ts';
import { type ClosableHttp, createHttp } from '../../../platform/http/index.ts';
import { answerOf, failureOf, listen, loopbackHttp, requestTo } from './servers.ts';

let http: ClosableHttp;
beforeAll(() => {
  http = loopbackHttp();
});
afterAll(() => http.close());

const bomb = gzipSync(Buffer.alloc(30_000_000));

describe('what fails after the request left', () => {
  const cases: { name: string; kind: string; answer: (socket: Socket) => void; more?: Partial<HttpRequest> }[] = [
    { name: 'no answer', kind: 'timeout', answer: () => {}, more: { timeout: 400 } },
    {
      name: 'an answer that drips',
      kind: 'timeout',
      answer: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(timer));
      },
      more: { timeout: 400 },
    },
    { name: 'the connection is closed', kind: 'reset', answer: (socket) => socket.end() },
    { name: 'the connection is reset', kind: 'reset', answer: (socket) => socket.resetAndDestroy() },
    {
      name: 'a truncated answer',
      kind: 'reset',
      answer: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n<half'),
    },
    {
      name: 'a truncated answer on a connection that is to close',
      kind: 'protocol',
      answer: (socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n<half'),
    },
    {
      name: 'a truncated chunked answer',
      kind: 'reset',
      answer: (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n<half'),
    },
    { name: 'not HTTP', kind: 'protocol', answer: (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n') },
    {
      name: 'two lengths',
      kind: 'protocol',
      answer: (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd'),
    },
    {
      name: 'a length and chunks',
      kind: 'protocol',
      answer: (socket) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'),
    },
    {
      name: 'huge headers',
      kind: 'too-large',
      answer: (socket) => socket.end(answerOf(200, { x: 'y'.repeat(40_000) })),
    },
    {
      name: 'a huge announced answer',
      kind: 'too-large',
      answer: (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9000000000\r\n\r\n'),
    },
    {
      name: 'a huge chunked answer',
      kind: 'too-large',
      answer: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        for (let i = 0; i < 20; i += 1) socket.write(`2710\r\n${'x'.repeat(10_000)}\r\n`);
      },
    },
    {
      name: 'a gzip bomb',
      kind: 'too-large',
      answer: (socket) => socket.end(answerOf(200, { 'content-encoding': 'gzip' }, bomb)),
    },
    {
      name: 'compression in a chain',
      kind: 'protocol',
      answer: (socket) => socket.end(answerOf(200, { 'content-encoding': 'gzip, gzip' }, gzipSync(gzipSync('x')))),
    },
    {
      name: 'broken compression',
      kind: 'protocol',
      answer: (socket) => socket.end(answerOf(200, { 'content-encoding': 'gzip' }, 'nope')),
    },
    {
      name: 'cut compression',
      kind: 'protocol',
      answer: (socket) =>
        socket.end(answerOf(200, { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(1000)).subarray(0, 20))),
    },
  ];
  test.each(cases)('$name is $kind', async ({ answer, kind, more }) => {
    const server = await listen(answer);
    expect(await failureOf(http, requestTo(server.url, more))).toMatchObject({ kind, sent: true });
    expect(server.connections).toBe(1);
    await server.close();
  });

  test('a kept connection that is reset on the second request: unknown, and not sent again', async () => {
    const server = await listen((socket, _, nth) =>
      nth === 1 ? socket.write(answerOf(200, {})) : socket.resetAndDestroy(),
    );
    const own = loopbackHttp({ maxConnections: 1 });
    await own.send(requestTo(server.url));
    expect(await failureOf(own, requestTo(server.url))).toMatchObject({ kind: 'reset', sent: true });
    expect(server).toMatchObject({ connections: 1 });
    await own.close();
    expect(server.received.split('POST ').length - 1).toBe(2);
    await server.close();
  });
});

describe('what fails before a byte left', () => {
  test('nobody listens', async () => {
    const server = await listen(() => {});
    await server.close();
    expect(await failureOf(http, requestTo(server.url))).toMatchObject({ kind: 'connect', sent: false });
  });

  test('a name without an address', async () => {
    const own = createHttp({
      allowedHosts: ['pac.example.com'],
      resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
    });
    expect(await failureOf(own, requestTo('https://pac.example.com/'))).toMatchObject({ kind: 'dns', sent: false });
    await own.close();
  });

  test('nothing answers the connection', async () => {
    const own = createHttp({
      allowedHosts: ['pac.example.com', '192.0.2.1'],
      connectTimeout: 50,
      resolve: async () => [{ address: '192.0.2.1', family: 4 }],
    });
    const failure = await failureOf(own, requestTo('https://pac.example.com/', { timeout: 100 }));
    expect(failure.kind).toMatch(/connect|timeout/);
    expect(failure.sent).toBe(false);
    await own.close();
  });

  test.each([
    { name: 'x-a', value: 'one\r\nx-injected: two' },
    { name: 'x-a', value: 'one\ntwo' },
    { name: 'x-a', value: 'nul\0' },
    { name: 'x-a', value: 'wide €' },
    { name: 'x-a\r\nx-b', value: 'one' },
    { name: 'x a', value: 'one' },
    { name: 'Host', value: 'elsewhere.example' },
    { name: 'Content-Length', value: '3' },
    { name: 'Transfer-Encoding', value: 'chunked' },
  ])('the header $name: $value', async ({ name, value }) => {
    const server = await listen((socket) => socket.end(answerOf(200, {})));
    const failure = await failureOf(http, requestTo(server.url, { headers: { [name]: value } }));
    expect(failure).toMatchObject({ kind: 'protocol', sent: false });
    expect(failure.message).not.toContain('two');
    expect(server.connections).toBe(0);
    await server.close();
  });

  test('an environment that was closed', async () => {
    const own = loopbackHttp();
    await own.close();
    expect(await failureOf(own, requestTo('http://localhost:9/'))).toMatchObject({ kind: 'connect', sent: false });
  });
});
