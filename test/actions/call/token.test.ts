import { afterEach, describe, expect, test } from 'vitest';
import { createTokenCache } from '../../../actions/call/token-cache.ts';
import { HttpFailure } from '../../../engine/http.ts';
import { http, replyOf, SECRETS, type Seen, type Setting, serve } from './calling.ts';

let server: Awaited<ReturnType<typeof serve>> | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const yaml = (more = '') => `
url: =settings.url + "/api"
method: GET
auth: { oauth2: { tokenUrl: '=settings.url + "/token"', clientId: timbre, clientSecret: clientSecret${more} } }
`;

type TokenAnswer = (nth: number) => { readonly status?: number; readonly body: unknown };

/** An authority with a token endpoint; the API answers 401 to tokens in `refused`. */
async function authority(answer: TokenAnswer, refused = new Set<string>()) {
  let issued = 0;
  const running = await serve((seen, _, response) => {
    if (seen.url === '/token') {
      issued += 1;
      const { status = 200, body } = answer(issued);
      setTimeout(
        () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        20,
      );
    } else response.writeHead(refused.has(seen.headers.authorization ?? '') ? 401 : 200).end();
  });
  server = running;
  const of = (path: string): readonly Seen[] => running.requests.filter((each) => each.url === path);
  const send = (more?: string, setting: Setting = {}) =>
    replyOf(yaml(more), { variables: { settings: { url: running.url } }, ...setting });
  return { tokens: () => of('/token'), calls: () => of('/api'), send };
}

const good: TokenAnswer = (nth) => ({ body: { access_token: `token-${nth}`, token_type: 'bearer', expires_in: 3600 } });

describe('OAuth 2.0 client credentials', () => {
  test('one token for twenty calls at once, and for those after', async () => {
    const { tokens, calls, send } = await authority(good);
    const replies = await Promise.all(Array.from({ length: 20 }, () => send()));
    await send();
    expect(replies.every((each) => each.status === 200)).toBe(true);
    expect(tokens()).toHaveLength(1);
    expect(calls().map((each) => each.headers.authorization)).toEqual(Array(21).fill('Bearer token-1'));
    const basic = `timbre:${encodeURIComponent(SECRETS.clientSecret ?? '')}`;
    expect(tokens()[0]?.headers.authorization).toBe(`Basic ${Buffer.from(basic).toString('base64')}`);
    expect(tokens()[0]?.body).toBe('grant_type=client_credentials');
  });

  test('client id and secret in the body, scope and audience', async () => {
    const { tokens, send } = await authority(good);
    await send(', send: body, scope: "a b", audience: api');
    expect(tokens()[0]?.headers.authorization).toBeUndefined();
    expect([...new URLSearchParams(tokens()[0]?.body)]).toEqual([
      ['grant_type', 'client_credentials'],
      ['client_id', 'timbre'],
      ['client_secret', SECRETS.clientSecret],
      ['scope', 'a b'],
      ['audience', 'api'],
    ]);
  });

  test('another secret or scope is another token', async () => {
    const { tokens, send } = await authority(good);
    await send();
    await send(', scope: a');
    await send('', { secrets: { ...SECRETS, clientSecret: 'another' } });
    expect(tokens()).toHaveLength(3);
  });

  test('401: the token is dropped once, nothing is sent again, the next call has a new one', async () => {
    const { tokens, calls, send } = await authority(good, new Set(['Bearer token-1']));
    const replies = await Promise.all(Array.from({ length: 5 }, () => send()));
    expect(replies.map((each) => each.status)).toEqual(Array(5).fill(401));
    expect(replies[0]?.notSent).toBeUndefined();
    expect(calls()).toHaveLength(5);
    expect((await Promise.all(Array.from({ length: 5 }, () => send()))).map((each) => each.status)).toEqual(
      Array(5).fill(200),
    );
    expect(tokens()).toHaveLength(2);
  });

  test.each<[string, TokenAnswer]>([
    [
      '400 with a reason',
      () => ({ status: 400, body: { error: 'invalid_client', error_description: SECRETS.clientSecret } }),
    ],
    ['an invented reason', () => ({ status: 400, body: { error: SECRETS.clientSecret } })],
    ['500', () => ({ status: 500, body: 'down' })],
    ['a redirect', () => ({ status: 302, body: '' })],
    ['no token', () => ({ body: { token_type: 'Bearer' } })],
    ['a token with a line break', () => ({ body: { access_token: 'a\r\nb: c' } })],
    ['another type', () => ({ body: { access_token: 'a', token_type: 'mac' } })],
    ['a list', () => ({ body: [] })],
  ])('%s: nothing of the call was sent, and the next call asks again', async (_, answer) => {
    const { tokens, calls, send } = await authority(answer);
    const reply = await send();
    expect(reply).toMatchObject({ notSent: true, failure: expect.stringMatching(/^no token/) });
    expect(reply.failure).not.toContain(SECRETS.clientSecret);
    await send();
    expect(tokens()).toHaveLength(2);
    expect(calls()).toHaveLength(0);
  });

  test('the fence of one attempt does not fail the others', async () => {
    const { send } = await authority(good);
    let first = true;
    const fencedOnce = {
      send: async (request: Parameters<typeof http.send>[0]) => {
        if (!first) return http.send(request);
        first = false;
        await new Promise((resolve) => setTimeout(resolve, 20));
        throw new HttpFailure('fenced', false, 'too late');
      },
    };
    const replies = await Promise.all(Array.from({ length: 4 }, () => send('', { http: fencedOnce })));
    expect(replies.map((each) => each.notSent ?? false)).toEqual([true, false, false, false]);
  });
});

describe('the token cache', () => {
  test('renews before the end; a dropped token that is not the current one changes nothing', async () => {
    let now = 0;
    let issued = 0;
    const cache = createTokenCache(() => now);
    const get = (lifetime: number) =>
      cache.get(
        'k',
        async () => ({ token: `t${++issued}`, lifetime }),
        () => false,
      );
    expect(await get(600_000)).toBe('t1');
    now = 539_000;
    expect(await get(600_000)).toBe('t1');
    now = 541_000;
    expect(await get(10_000)).toBe('t2');
    cache.drop('k', 't1');
    now += 8_000;
    expect(await get(10_000)).toBe('t2');
    now += 2_000;
    expect(await get(0)).toBe('t3');
    expect(await get(600_000)).toBe('t4');
    cache.drop('k', 't4');
    expect(await get(600_000)).toBe('t5');
  });
});
