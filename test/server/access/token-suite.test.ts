import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../engine/index.ts';
import { systemClock } from '../../../platform/clock.ts';
import { urlOf } from '../../../platform/http/index.ts';
import { openAccess, type RunningServer, startServer } from '../../../server/index.ts';

/** As Entra ID issues them (v2.0). */
const tenant = 'f0f0f0f0-0000-4000-8000-000000000001';
const issuer = `https://login.example/${tenant}/v2.0`;
const audience = 'api://timbre';
const kid = 'one';

let jwks: Server;
let server: RunningServer;
let own: CryptoKey;
let weak: CryptoKey;
let thief: CryptoKey;
let publicPem = '';
let theirs: JWK = {};

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const elliptic = await generateKeyPair('ES256');
  [own, thief, weak] = [pair.privateKey, other.privateKey, elliptic.privateKey];
  [publicPem, theirs] = [await exportSPKI(pair.publicKey), await exportJWK(other.publicKey)];
  const keys = [
    { ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(elliptic.publicKey)), kid: 'two', alg: 'ES256', use: 'sig' },
  ];
  jwks = createServer((_, response) => response.end(JSON.stringify({ keys }))).listen(0, '127.0.0.1');
  await new Promise((resolve) => jwks.once('listening', resolve));
  const address = `${urlOf(jwks)}/`;
  const access = openAccess({ tokens: { issuer, audience, jwks: address, legalEntities: 'entities' } });
  const engine: Partial<Engine> = { list: async function* () {} };
  const desk: Partial<Desk> = { engine: engine as Engine, clock: systemClock, largest: 1_000 };
  server = await startServer({ desk: desk as Desk, access });
});
afterAll(async () => {
  jwks.close();
  await server.close();
});

type Desk = Parameters<typeof startServer>[0]['desk'];

const claims = { scope: 'read', entities: ['acme'], azp: 'the-erp', tid: tenant, ver: '2.0' };

interface Change {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now. */
  readonly expires?: number;
  readonly notBefore?: number;
  readonly signer?: CryptoKey;
}

const now = () => Math.floor(Date.now() / 1000);

function tokenOf({ claims: changed, header, signer = own, ...change }: Change = {}): Promise<string> {
  const token = new SignJWT({ sub: 'subject', ...claims, ...changed })
    .setProtectedHeader({ alg: 'RS256', kid, ...header })
    .setIssuedAt()
    .setIssuer(change.issuer ?? issuer)
    .setAudience(change.audience ?? audience)
    .setExpirationTime(now() + (change.expires ?? 300));
  return (change.notBefore === undefined ? token : token.setNotBefore(now() + change.notBefore)).sign(signer);
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token that no library would make. */
function made(header: object, signature: (text: string) => string): string {
  const times = { iss: issuer, aud: audience, sub: 'subject', iat: now(), exp: now() + 300 };
  const text = `${part(header)}.${part({ ...times, ...claims })}`;
  return `${text}.${signature(text)}`;
}

const hmac = (text: string): string => createHmac('sha256', publicPem).update(text).digest('base64url');

const ask = (token: string): Promise<Response> =>
  fetch(`${server.url}/submissions`, { headers: { authorization: `Bearer ${token}` } });

type Make = () => Promise<string> | string;

describe('18 tokens that are not to be taken', () => {
  const bad: readonly [string, Make, number?][] = [
    ['with alg none', () => made({ alg: 'none' }, () => '')],
    ['with alg None, and a signature', () => made({ alg: 'None', kid }, hmac)],
    ['with an HMAC whose key is the public key', () => made({ alg: 'HS256', kid }, hmac)],
    ['of another tenant', () => tokenOf({ issuer: issuer.replace(tenant, tenant.replace('1', '2')) })],
    ['of the issuer with the v1 address', () => tokenOf({ issuer: `https://sts.windows.net/${tenant}/` })],
    ['for another audience', () => tokenOf({ audience: 'api://other' })],
    ['an ID token: its audience is the client', () => tokenOf({ audience: 'the-erp', claims: { nonce: 'n' } })],
    ['expired', () => tokenOf({ expires: -60 })],
    ['not valid before later', () => tokenOf({ notBefore: 600 })],
    [
      'that never expires',
      () =>
        new SignJWT({ sub: 's', iss: issuer, aud: audience, ...claims })
          .setProtectedHeader({ alg: 'RS256', kid })
          .sign(own),
    ],
    ['without a subject', () => tokenOf({ claims: { sub: undefined } })],
    ['signed by somebody else', () => tokenOf({ signer: thief })],
    ['that brings its own key (jwk)', () => tokenOf({ signer: thief, header: { jwk: theirs } })],
    [
      'that says where its key is (jku, x5u)',
      () => tokenOf({ signer: thief, header: { jku: 'https://evil.example/', x5u: 'https://evil.example/' } }),
    ],
    ['of a key that the issuer does not have', () => tokenOf({ signer: thief, header: { kid: '../../dev/null' } })],
    ['changed after it was signed', async () => (await tokenOf()).replace(/\.[\w-]{10}/, '.AAAAAAAAAA')],
    ['with an extension that must be understood (crit)', () => made({ alg: 'RS256', kid, crit: ['exp'] }, hmac)],
    ['without the role for it', () => tokenOf({ claims: { scope: 'submit openid' } }), 403],
  ];

  it.each(bad)('%s', async (_, make, status = 401) => {
    const answer = await ask(await make());
    expect(answer.status).toBe(status);
    const said = JSON.stringify(await answer.json());
    expect(said).not.toMatch(/signature|algorithm|issuer|audience|jwt/i);
  });

  it('are 18', () => expect(bad).toHaveLength(18));
});

describe('6 tokens that are', () => {
  const good: readonly [string, Make][] = [
    ['a plain one', () => tokenOf()],
    [
      "roles of an application (Entra ID's client credentials)",
      () => tokenOf({ claims: { scope: undefined, roles: ['read'] } }),
    ],
    ['scp of a person', () => tokenOf({ claims: { scope: undefined, scp: 'openid read' } })],
    ['several audiences, ours among them', () => tokenOf({ claims: { aud: ['api://other', audience] } })],
    ['a clock that is some seconds off', () => tokenOf({ notBefore: 20 })],
    ["the issuer's other key, ES256", () => tokenOf({ signer: weak, header: { alg: 'ES256', kid: 'two' } })],
  ];

  it.each(good)('%s', async (_, make) => {
    const answer = await ask(await make());
    expect([answer.status, await answer.json()]).toEqual([200, expect.objectContaining({ submissions: [] })]);
  });

  it('are 6', () => expect(good).toHaveLength(6));
});
