import { X509Certificate } from 'node:crypto';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ClientIdentity } from '../../../engine/vault.ts';
import {
  makeClientCredentials,
  makeServerCredentials,
  makeTestAuthority,
  testTlsAuthority,
} from '../../../sandbox/index.ts';
import { answerOf, failureOf, type Listener, listen, loopbackHttp, requestTo } from './servers.ts';

const trusting = () => loopbackHttp({ ca: [testTlsAuthority().certificatePem] });
const stranger = makeTestAuthority({ subject: [['2.5.4.3', 'Stranger']], keyType: 'ec' });
const DAY = 86_400_000;

let server: Listener | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const start = async (options: TlsOptions) => {
  server = await listen((socket) => socket.write(answerOf(200, {}, whoIs(socket as TLSSocket))), options);
  return server;
};

const whoIs = (socket: TLSSocket): string => String(socket.getPeerCertificate().subject?.CN ?? 'nobody');

function identity(commonName: string, ca = testTlsAuthority()): ClientIdentity {
  const { cert, key } = makeClientCredentials({ commonName, ca });
  return { certificatePem: cert, keyPem: key, fingerprint: new X509Certificate(cert).fingerprint256 };
}

describe('TLS', () => {
  test.each([
    {
      name: 'expired',
      options: makeServerCredentials({
        notAfter: new Date(Date.now() - DAY),
        notBefore: new Date(Date.now() - 9 * DAY),
      }),
    },
    { name: 'of an unknown authority', options: makeServerCredentials({ ca: stranger }) },
    { name: 'for another name', options: makeServerCredentials({ hosts: ['pac.example.com'] }) },
    {
      name: 'TLS 1.1 only',
      options: {
        ...makeServerCredentials(),
        minVersion: 'TLSv1' as const,
        maxVersion: 'TLSv1.1' as const,
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
    },
  ])('$name: refused, nothing sent', async ({ options }) => {
    const { url } = await start(options);
    const http = trusting();
    expect(await failureOf(http, requestTo(url))).toMatchObject({ kind: 'tls', sent: false });
    expect(server?.received).toBe('');
    await http.close();
  });

  test('an address is verified as an address', async () => {
    const { port } = await start(makeServerCredentials({ hosts: ['localhost'] }));
    const http = trusting();
    expect(await failureOf(http, requestTo(`https://127.0.0.1:${port}/`))).toMatchObject({ kind: 'tls', sent: false });
    await http.close();
  });

  test('a server that does not speak TLS', async () => {
    server = await listen(() => {});
    const http = trusting();
    const failure = await failureOf(http, requestTo(server.url.replace('http:', 'https:'), { timeout: 100 }));
    expect(failure.sent).toBe(false);
    await http.close();
    await vi.waitFor(() => expect(server?.open()).toBe(0), { timeout: 500 });
  });

  test('verification stays on when the process switches it off later', async () => {
    const { url } = await start(makeServerCredentials({ ca: stranger }));
    const http = trusting();
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(await failureOf(http, requestTo(url))).toMatchObject({ kind: 'tls', sent: false });
    } finally {
      delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    }
    await http.close();
  });
});

describe('mutual TLS', () => {
  const strict = () => ({
    ...makeServerCredentials(),
    ca: testTlsAuthority().certificatePem,
    requestCert: true,
    rejectUnauthorized: true,
  });

  test('each identity has its own connection', async () => {
    const { url } = await start(strict());
    const http = trusting();
    const [anna, bert] = [identity('anna'), identity('bert')];
    for (const [client, name] of [
      [anna, 'anna'],
      [bert, 'bert'],
      [anna, 'anna'],
    ] as const) {
      expect(Buffer.from((await http.send(requestTo(url, { client }))).body).toString()).toBe(name);
    }
    expect(server?.connections).toBe(2);
    await http.close();
  });

  test.each([
    { name: 'no certificate', client: undefined },
    { name: "another authority's", client: identity('mallory', stranger) },
  ])('$name: turned away by TLS 1.2 before a byte left, by TLS 1.3 unknown', async ({ client }) => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
      const { url } = await start({ ...strict(), minVersion: version, maxVersion: version });
      const http = trusting();
      const failure = await failureOf(http, requestTo(url, client ? { client } : {}));
      expect(failure.sent).toBe(version === 'TLSv1.3');
      expect(failure.kind).toMatch(version === 'TLSv1.3' ? /tls|reset/ : /tls/);
      await http.close();
      await server?.close();
      server = undefined;
    }
  });
});
