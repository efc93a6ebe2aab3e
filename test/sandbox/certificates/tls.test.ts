import { once } from 'node:events';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeClientCredentials, makeServerCredentials, makeTestAuthority } from '../../../sandbox/index.ts';

const server = createServer({ ...makeServerCredentials(), requestCert: true, rejectUnauthorized: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.end('hello');
});
let port = 0;

beforeAll(async () => {
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address ? address.port : 0;
});
afterAll(() => server.close());

async function greet(options: { key?: string; cert?: string; ca: string }, host: string): Promise<string> {
  const socket: TLSSocket = connect({ port, host: '127.0.0.1', servername: host, ...options });
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

describe('TLS credentials for loopback', () => {
  test.each(['localhost', '127.0.0.1'])('client and server trust each other as %s', async (host) => {
    const servername = host === '127.0.0.1' ? '' : host;
    expect(await greet(makeClientCredentials(), servername)).toBe('hello');
  });

  test('a client without a certificate is turned away', async () => {
    await expect(greet({ ca: makeClientCredentials().ca }, 'localhost')).rejects.toThrow();
  });

  test("a client of another authority is turned away, and does not trust the server's", async () => {
    const ca = makeTestAuthority({ subject: [['2.5.4.3', 'Another']], keyType: 'ec' });
    await expect(greet(makeClientCredentials({ ca }), 'localhost')).rejects.toThrow();
  });

  test('a name that the certificate does not hold is refused', async () => {
    await expect(greet(makeClientCredentials(), 'pac.example')).rejects.toThrow(/altnames/i);
  });
});
