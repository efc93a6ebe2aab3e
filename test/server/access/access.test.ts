import { createServer, type Server } from 'node:http';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { urlOf } from '../../../platform/http/index.ts';
import { type Access, hashOf, mayUse, newKey, openAccess } from '../../../server/access/index.ts';

const issuer = 'https://login.example/tenant/v2.0';
const audience = 'api://timbre';

let server: Server;
let access: Access;
let own: CryptoKey;
let other: CryptoKey;
const key = newKey();

beforeAll(async () => {
  const pair = await generateKeyPair('RS256');
  own = pair.privateKey;
  other = (await generateKeyPair('RS256')).privateKey;
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }] });
  server = createServer((_, response) => response.end(jwks)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = urlOf(server);
  const keys = [
    { name: 'till', sha256: hashOf(newKey()), scopes: ['submit'] },
    { name: 'erp', sha256: hashOf(key), scopes: ['submit', 'read', 'admin'], legalEntities: ['acme'] },
  ];
  access = openAccess({ tokens: { issuer, audience, jwks: address, legalEntities: 'entities' }, keys });
});
afterAll(() => {
  server.close();
});

const claims = { scope: 'submit read', entities: ['acme', 'bolt'], azp: 'the-erp' };

interface Change {
  readonly claims?: Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expires?: string | number;
  readonly notBefore?: string;
}

function tokenOf(change: Change = {}, signer = own): Promise<string> {
  const token = new SignJWT({ ...claims, ...change.claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setSubject('subject')
    .setIssuedAt()
    .setIssuer(change.issuer ?? issuer)
    .setAudience(change.audience ?? audience)
    .setExpirationTime(change.expires ?? '5m');
  return (change.notBefore ? token.setNotBefore(change.notBefore) : token).sign(signer);
}

describe('a token', () => {
  it('says who calls, what he may do, and for whom', async () => {
    const principal = await access.principal(`Bearer ${await tokenOf()}`);
    expect(principal).toEqual({
      name: 'the-erp',
      scopes: new Set(['submit', 'read']),
      legalEntities: new Set(['acme', 'bolt']),
    });
  });

  it.each([
    ['roles of an application in Entra ID', { scope: undefined, roles: ['operate', 'User.Read'] }, ['operate']],
    ['scp of a person in Entra ID', { scope: undefined, scp: 'read openid' }, ['read']],
  ])('may name its scopes as %s', async (_, changed, expected) => {
    const principal = await access.principal(`Bearer ${await tokenOf({ claims: changed })}`);
    expect([...(principal?.scopes ?? [])]).toEqual(expected);
  });

  const unsigned = (header: object) => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const times = { iss: issuer, aud: audience, sub: 's', exp: Date.now() / 1000 + 60, ...claims };
    return `${part(header)}.${part(times)}.`;
  };

  it.each<[string, () => Promise<string> | string]>([
    ['forged: signed by somebody else', () => tokenOf({}, other)],
    ['of another issuer', () => tokenOf({ issuer: 'https://evil.example' })],
    ['for another audience', () => tokenOf({ audience: 'api://other' })],
    ['expired', () => tokenOf({ expires: Math.floor(Date.now() / 1000) - 60 })],
    ['not yet valid', () => tokenOf({ notBefore: '10m' })],
    ['without the claim of legal entities', () => tokenOf({ claims: { entities: undefined } })],
    ['with alg none', () => unsigned({ alg: 'none' })],
    ['with an HMAC over the public key', () => `${unsigned({ alg: 'HS256', kid: 'one' })}AAAA`],
    ['changed after it was signed', async () => (await tokenOf()).replace(/\.[\w-]{10}/, '.AAAAAAAAAA')],
    ['no token at all', () => 'nonsense'],
  ])('is refused: %s', async (_, make) => {
    expect(await access.principal(`Bearer ${await make()}`)).toBeUndefined();
  });

  it('is not blamed when the keys of its issuer cannot be fetched', async () => {
    const blind = openAccess({ tokens: { issuer, audience, jwks: 'http://127.0.0.1:9/' } });
    await expect(blind.principal(`Bearer ${await tokenOf()}`)).rejects.toThrow();
  });
});

describe('a key', () => {
  it('says who calls; scopes that there are not count for nothing', async () => {
    expect(await access.principal(`Bearer ${key}`)).toEqual({
      name: 'erp',
      scopes: new Set(['submit', 'read']),
      legalEntities: new Set(['acme']),
    });
  });

  it.each([undefined, '', 'Bearer', `Basic ${key}`, `Bearer ${newKey()}`, `Bearer ${hashOf(key)}`])(
    'is not %s',
    async (header) => {
      expect(await access.principal(header)).toBeUndefined();
    },
  );
});

describe('a principal', () => {
  it('touches its own legal entities, and a run without one only when it may touch all', async () => {
    const erp = await access.principal(`Bearer ${key}`);
    const local = await openAccess(undefined).principal(undefined);
    if (erp === undefined || local === undefined) throw new Error('nobody');
    expect(['acme', 'bolt', undefined].map((entity) => mayUse(erp, entity))).toEqual([true, false, false]);
    expect(['acme', 'bolt', undefined].map((entity) => mayUse(local, entity))).toEqual([true, true, true]);
  });
});
