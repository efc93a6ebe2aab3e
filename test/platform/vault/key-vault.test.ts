import { createHash, verify, X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/errors.ts';
import type { SignatureScheme } from '../../../engine/vault.ts';
import { keyVault } from '../../../platform/vault/index.ts';
import { makeClientCredentials, makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { type KeyVaultServer, startKeyVault, token } from './key-vault-server.ts';
import { noOpenssl } from './openssl.ts';

const taxpayer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const ec = makeClientCredentials({ commonName: 'ec' });
const message = Buffer.from('||4.0|A|1||');

let server: KeyVaultServer;
beforeAll(async () => {
  server = await startKeyVault();
});
afterAll(() => server.close());
beforeEach(() => {
  server.content.secrets.clear();
  server.content.certificates.clear();
  server.asked.length = 0;
  server.faults.length = 0;
});

/** As an operator has it, but for the certificate authority and the host name of the stand-in. */
function open(keep = 60_000, bearer = token, patience = 300) {
  const credential = {
    getToken: async () => ({ token: bearer, expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const client = { disableChallengeResourceVerification: true, tlsOptions: { ca: server.ca } };
  return keyVault({ url: server.url, credential, keep, client, patience });
}

const codeOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(error(thrown) && thrown.code)) throw new Error(`no TimbreError: ${thrown}`);
  return thrown.code;
};
const error = (thrown: unknown): thrown is TimbreError => thrown instanceof TimbreError;

function addRemote(name: string, cer: Uint8Array, key: string): void {
  server.content.certificates.set(name, { cer, key, exportable: false });
}

describe.skipIf(noOpenssl)('Key Vault', () => {
  it('gives a secret, keeps it, and reads it anew when it must', async () => {
    server.content.secrets.set('pac-password', { value: 'first' });
    const vault = open();
    expect(await vault.secret('pac-password')).toBe('first');
    server.content.secrets.set('pac-password', { value: 'second' });
    expect(await vault.secret('pac-password')).toBe('first');
    expect(await vault.renewedSecret('pac-password')).toBe('second');
    expect(await vault.secret('pac-password')).toBe('second');
    expect(server.asked).toHaveLength(2);
  });

  it('is asked once by twenty at the same time', async () => {
    server.content.secrets.set('a', { value: '1' });
    const vault = open();
    await Promise.all(Array.from({ length: 20 }, () => vault.secret('a')));
    expect(server.asked).toEqual(['GET /secrets/a']);
  });

  it.each([
    ['a managed certificate', 'application/x-pkcs12', () => taxpayer.pfx('').toString('base64'), undefined],
    [
      'a legacy PFX as a secret, with its password beside it',
      undefined,
      () => taxpayer.pfx('s3', 'rc2').toString('base64'),
      's3',
    ],
    ['a PEM', 'application/x-pem-file', () => taxpayer.certificatePem + taxpayer.privateKeyPem, undefined],
  ])('signs here with %s', async (_, contentType, value, password) => {
    server.content.secrets.set('csd', { value: value(), ...(contentType && { contentType }) });
    if (password) server.content.secrets.set('csd-password', { value: password });
    const vault = open();
    const signer = await vault.signer('csd');
    const signature = await signer.signMessage(message, { padding: 'pkcs1', hash: 'sha256' });
    expect(verify('sha256', message, taxpayer.certificatePem, signature)).toBe(true);
    expect((await vault.clientIdentity('csd')).keyPem).toContain('BEGIN PRIVATE KEY');
    expect(server.asked.filter((each) => each.includes('/keys/'))).toEqual([]);
  });

  it('takes up a rotated certificate without a restart', async () => {
    const next = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
    const put = ({ pfx }: typeof taxpayer) =>
      server.content.secrets.set('csd', { value: pfx('').toString('base64'), contentType: 'application/x-pkcs12' });
    put(taxpayer);
    const vault = open(30);
    expect((await vault.signer('csd')).certificate.serialNumber).toBe(
      new X509Certificate(taxpayer.certificatePem).serialNumber,
    );
    put(next);
    await expect
      .poll(async () => (await vault.signer('csd')).certificate.serialNumber)
      .toBe(new X509Certificate(next.certificatePem).serialNumber);
  });

  it.each<[string, SignatureScheme, () => [Uint8Array, string]]>([
    ['RS256', { padding: 'pkcs1', hash: 'sha256' }, () => [taxpayer.certificateDer, taxpayer.privateKeyPem]],
    [
      'PS384',
      { padding: 'pss', hash: 'sha384', saltLength: 48 },
      () => [taxpayer.certificateDer, taxpayer.privateKeyPem],
    ],
    [
      'ES256 as DER',
      { padding: 'ecdsa', hash: 'sha256', encoding: 'der' },
      () => [new X509Certificate(ec.cert).raw, ec.key],
    ],
    [
      'ES256 raw',
      { padding: 'ecdsa', hash: 'sha256', encoding: 'ieee-p1363' },
      () => [new X509Certificate(ec.cert).raw, ec.key],
    ],
  ])('signs inside the vault: %s', async (_, scheme, make) => {
    const [cer, key] = make();
    addRemote('csd', cer, key);
    const vault = open();
    for (let time = 0; time < 4; time++) {
      const signer = await vault.signer('csd');
      const signature = await signer.sign(createHash(scheme.hash).update(message).digest(), scheme);
      const how =
        scheme.padding === 'ecdsa' ? { dsaEncoding: scheme.encoding } : scheme.padding === 'pss' ? { padding: 6 } : {};
      expect(verify(scheme.hash, message, { key: signer.certificate.publicKey, ...how }, signature)).toBe(true);
    }
    expect(server.asked[0]).toBe('GET /certificates/csd');
    expect(server.asked.filter((each) => each === 'POST /keys/csd/1/sign')).toHaveLength(4);
    expect(server.asked.some((each) => each.includes('/secrets/'))).toBe(false);
  });

  it.each<[string, SignatureScheme]>([
    ['SHA-1', { padding: 'pkcs1', hash: 'sha1' }],
    ['another salt', { padding: 'pss', hash: 'sha256', saltLength: 20 }],
    ['ECDSA with an RSA key', { padding: 'ecdsa', hash: 'sha256', encoding: 'der' }],
  ])('refuses what the vault cannot sign: %s', async (_, scheme) => {
    addRemote('csd', taxpayer.certificateDer, taxpayer.privateKeyPem);
    const signer = await open().signer('csd');
    expect(await codeOf(signer.signMessage(message, scheme))).toBe('KEY_SCHEME');
    expect(server.asked).toEqual(['GET /certificates/csd']);
  });

  it('refuses TLS with a key that never leaves the vault', async () => {
    addRemote('csd', taxpayer.certificateDer, taxpayer.privateKeyPem);
    expect(await codeOf(open().clientIdentity('csd'))).toBe('KEY_SCHEME');
  });

  it('waits and asks again when it asks too often', async () => {
    addRemote('csd', taxpayer.certificateDer, taxpayer.privateKeyPem);
    const signer = await open().signer('csd');
    const scheme = { padding: 'pkcs1', hash: 'sha256' } as const;
    const first = await signer.signMessage(message, scheme);
    const before = server.asked.length;
    server.faults.push(429, 429);
    expect(await signer.signMessage(message, scheme)).toEqual(first);
    expect(server.asked.length - before).toBe(3);
  });

  it.each<[string, (vault: ReturnType<typeof open>) => Promise<unknown>, string]>([
    ['a secret that is not there', (vault) => vault.secret('a'), 'SECRET_MISSING'],
    ['a certificate that is not there', (vault) => vault.signer('a'), 'SECRET_MISSING'],
    ['a name that Key Vault cannot have', (vault) => vault.secret('../a'), 'SECRET_MISSING'],
    ['a secret that is no key', (vault) => vault.signer('no-key'), 'KEY_UNREADABLE'],
    ['a wrong password', (vault) => vault.signer('locked'), 'KEY_PASSWORD'],
  ])('says what is wrong: %s', async (_, ask, code) => {
    server.content.secrets.set('no-key', { value: '•' });
    server.content.secrets.set('locked', { value: taxpayer.pfx('right').toString('base64') });
    expect(await codeOf(ask(open()))).toBe(code);
  });

  it('says VAULT_FAILED when it is not let in, and the token is not in the message', async () => {
    const thrown = await open(1, 'a-wrong-token').secret('a').catch(String);
    expect(thrown).toContain('VAULT_FAILED');
    expect(thrown).not.toContain('a-wrong-token');
  });

  it('asks again where it is not answered, and gives a vault up that hangs', async () => {
    server.content.secrets.set('a', { value: '1' });
    server.faults.push('silence');
    expect(await open().secret('a')).toBe('1');
    addRemote('csd', taxpayer.certificateDer, taxpayer.privateKeyPem);
    const signer = await open().signer('csd');
    server.faults.push('silence');
    expect(await signer.signMessage(message, { padding: 'pkcs1', hash: 'sha256' })).toHaveLength(256);
    server.faults.push(...Array<'silence'>(20).fill('silence'));
    expect(await codeOf(open().secret('a'))).toBe('VAULT_FAILED');
    expect(server.faults).toHaveLength(18);
  });

  it('goes on with what it knew while the vault hangs', async () => {
    server.content.secrets.set('a', { value: '1' });
    const vault = open(1, token, 60_000);
    await vault.secret('a');
    server.faults.push(...Array<'silence'>(20).fill('silence'));
    const answers = await Promise.all([vault.secret('a'), vault.secret('a')]);
    expect(answers).toEqual(['1', '1']);
    expect(server.faults).toHaveLength(19);
  });

  it('goes on with what it knew while the vault is away, and fails without', async () => {
    server.content.secrets.set('a', { value: '1' });
    const vault = open(1);
    expect(await vault.secret('a')).toBe('1');
    server.faults.push(...Array<number>(20).fill(403));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await vault.secret('a')).toBe('1');
    expect(await codeOf(vault.secret('b'))).toBe('VAULT_FAILED');
  });
});
