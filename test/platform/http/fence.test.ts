import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { makeServerCredentials, testTlsAuthority } from '../../../sandbox/index.ts';
import { answerOf, failureOf, type Listener, listen, loopbackHttp, requestTo } from './servers.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
const track = <T extends { close(): unknown }>(each: T): T => {
  open.push(each);
  return each;
};

/** A server, and before it a gate that holds back every byte for a while: connections and handshakes stand late. */
async function slowly(server: Listener, delay: number): Promise<{ url: string }> {
  const gate = createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => socket.destroy());
    setTimeout(() => {
      const onward = connect(server.port, '127.0.0.1');
      onward.on('error', () => onward.destroy());
      socket.pipe(onward).pipe(socket);
      socket.resume();
    }, delay);
  });
  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  track({ close: () => gate.close() });
  const address = gate.address();
  return {
    url: server.url.replace(String(server.port), String(typeof address === 'object' && address ? address.port : 0)),
  };
}

describe('beforeWrite', () => {
  test('runs when the TLS connection stands, not before', async () => {
    const server = track(await listen((socket) => socket.write(answerOf(200, {})), makeServerCredentials()));
    const { url } = await slowly(server, 150);
    const http = track(loopbackHttp({ ca: [testTlsAuthority().certificatePem] }));
    const start = performance.now();
    let calledAfter = 0;
    let receivedThen: string | undefined;
    const beforeWrite = () => {
      calledAfter = performance.now() - start;
      receivedThen = server.received;
    };
    await http.send(requestTo(url, { beforeWrite }));
    expect(calledAfter).toBeGreaterThan(140);
    expect(receivedThen).toBe('');
  });

  test.each([{ tls: true }, { tls: false }])(
    'throwing keeps every byte back, on a new connection and on a kept one ($tls)',
    async ({ tls }) => {
      const server = track(
        await listen((socket) => socket.write(answerOf(200, {})), tls ? makeServerCredentials() : undefined),
      );
      const http = track(loopbackHttp({ ca: [testTlsAuthority().certificatePem], maxConnections: 1 }));
      const tooLate = () => {
        throw new Error('too late');
      };
      expect(await failureOf(http, requestTo(server.url, { beforeWrite: tooLate }))).toMatchObject({
        kind: 'fenced',
        sent: false,
      });
      expect(server.received).toBe('');
      expect((await http.send(requestTo(server.url))).status).toBe(200);
      const before = server.received;
      expect(await failureOf(http, requestTo(server.url, { beforeWrite: tooLate }))).toMatchObject({
        kind: 'fenced',
        sent: false,
      });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(server.received).toBe(before);
      expect((await http.send(requestTo(server.url))).status).toBe(200);
      expect(server.connections).toBe(1);
    },
  );

  test('a request that waited for a connection past its time-out is never written', async () => {
    const server = track(await listen((socket) => setTimeout(() => socket.write(answerOf(200, {})), 200)));
    const http = track(loopbackHttp({ maxConnections: 1 }));
    const first = http.send(requestTo(server.url));
    const second = await failureOf(http, requestTo(server.url, { timeout: 60, body: Buffer.from('<second/>') }));
    expect(second).toMatchObject({ kind: 'timeout', sent: false });
    await first;
    await http.send(requestTo(server.url));
    expect(server.received).not.toContain('<second/>');
  });

  test('a time-out during the handshake sends nothing, though the connection stands later', async () => {
    const server = track(await listen((socket) => socket.write(answerOf(200, {})), makeServerCredentials()));
    const { url } = await slowly(server, 120);
    const http = track(loopbackHttp({ ca: [testTlsAuthority().certificatePem] }));
    expect(await failureOf(http, requestTo(url, { timeout: 40 }))).toMatchObject({ kind: 'timeout', sent: false });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(server).toMatchObject({ connections: 1, received: '' });
  });
});
