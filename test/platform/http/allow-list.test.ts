import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimbreError } from '../../../engine/errors.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { answerOf, failureOf, type Listener, listen, requestTo } from './servers.ts';

let canary: Listener;
beforeAll(async () => {
  canary = await listen((socket) => socket.end(answerOf(200, {})));
});
afterAll(() => canary.close());

const addresses: Record<string, string[]> = {
  'pac.example.com': ['127.0.0.1'],
  'mixed.example.com': ['8.8.8.8', '127.0.0.1'],
  'mapped.example.com': ['::ffff:127.0.0.1'],
  'metadata.example.com': ['169.254.169.254'],
  'localhost.example.com': ['::1'],
};
const resolve = async (hostname: string) =>
  (addresses[hostname] ?? ['127.0.0.1']).map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('server-side request forgery', () => {
  test.each([
    'https://127.0.0.1:P/',
    'http://127.0.0.1:P/',
    'http://localhost:P/',
    'http://LOCALHOST:P/',
    'http://localhost.:P/',
    'http://127.1:P/',
    'http://127.0.1:P/',
    'http://2130706433:P/',
    'http://0x7f000001:P/',
    'http://0x7f.0.0.1:P/',
    'http://0177.0.0.1:P/',
    'http://017700000001:P/',
    'http://[::1]:P/',
    'http://[::ffff:127.0.0.1]:P/',
    'http://[::ffff:7f00:1]:P/',
    'http://[0:0:0:0:0:0:7f00:1]:P/',
    'http://0:P/',
    'http://0.0.0.0:P/',
    'http://169.254.169.254/metadata/identity',
    'http://168.63.129.16:P/',
    'http://127。0。0。1:P/',
    'http://①②⑦.0.0.1:P/',
    'https://pac.example.com:P/',
    'https://mixed.example.com:P/',
    'https://mapped.example.com:P/',
    'https://metadata.example.com:P/',
    'https://localhost.example.com:P/',
    'http://pac.example.com:P/',
    'https://pac.example.com.evil.example:P/',
    'https://pac.example.com@127.0.0.1:P/',
    'https://example.com:P/',
    'https://evil-example.com:P/',
    'ftp://pac.example.com:P/',
    'file:///etc/passwd',
    'data:text/xml,<a/>',
    'http:127.0.0.1:P',
    '//127.0.0.1:P/',
    'pac.example.com',
  ])('%s makes no connection', async (form) => {
    const http = createHttp({
      allowedHosts: [`*.example.com:${canary.port}`],
      resolve,
    });
    const failure = await failureOf(http, requestTo(form.replace(/:P\b/, `:${canary.port}`)));
    expect(failure.kind).toMatch(/host-not-allowed|protocol/);
    expect(failure.sent).toBe(false);
    expect(canary.connections).toBe(0);
    await http.close();
  });

  test('a name that resolves to another address a moment later is judged each time it is connected to', async () => {
    let times = 0;
    const http = createHttp({
      allowedHosts: [`http://pac.example.com:${canary.port}`],
      connectTimeout: 50,
      resolve: async () => [{ address: ++times === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }],
    });
    for (let i = 0; i < 3; i += 1) {
      expect(await failureOf(http, requestTo(`http://pac.example.com:${canary.port}/`))).toMatchObject({ sent: false });
    }
    expect(canary.connections).toBe(0);
    await http.close();
  });
});

describe('allowed hosts', () => {
  test.each([
    { allowedHosts: ['http://127.0.0.1:P'], url: 'http://127.0.0.1:P/' },
    { allowedHosts: ['http://localhost:P'], url: 'http://localhost:P/' },
    { allowedHosts: ['http://127.0.0.1:P', 'http://pac.example.com:P'], url: 'http://pac.example.com:P/' },
    { allowedHosts: ['http://127.0.0.1:P', 'http://*.example.com:P'], url: 'http://a.b.EXAMPLE.com:P/' },
    { allowedHosts: ['http://[::ffff:127.0.0.1]:P'], url: 'http://[::ffff:7f00:1]:P/' },
  ])('$allowedHosts reaches $url', async ({ allowedHosts, url }) => {
    const port = (text: string) => text.replace(/:P\b/, `:${canary.port}`);
    const http = createHttp({ allowedHosts: allowedHosts.map(port), resolve });
    expect((await http.send(requestTo(port(url)))).status).toBe(200);
    await http.close();
  });

  test.each(
    [
      '',
      '*',
      '*.com',
      'http://*',
      'a b',
      'pac.example.com/path',
      'https://u:p@pac.example.com',
      'ftp://x.example',
    ].concat(['169.254.169.254', '0.0.0.0:80', 'pac.*.example.com', '*.10.0.0.1']),
  )('%j is not a pattern', (pattern) => {
    expect(() => createHttp({ allowedHosts: [pattern] })).toThrow(
      expect.objectContaining({ code: 'ENVIRONMENT_INVALID' }) as TimbreError,
    );
  });

  test('is not made while the process verifies no certificates', () => {
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      expect(() => createHttp({ allowedHosts: [] })).toThrow(expect.objectContaining({ code: 'TLS_UNVERIFIED' }));
    } finally {
      if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
    }
  });
});
