import { constants, createHash, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/errors.ts';
import type { SignatureScheme } from '../../../engine/vault.ts';
import { localIdentity, localSigner } from '../../../platform/vault/index.ts';
import { readKeyMaterial } from '../../../platform/vault/key-material.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';

const taxpayer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const files = { form: 'pem', bytes: Buffer.from(`${taxpayer.certificatePem}\n${taxpayer.privateKeyPem}`) } as const;
const material = readKeyMaterial('csd', files, '');
const signer = localSigner(material);
const message = Buffer.from('||4.0|A|1||');
const digest = (hash: string): Buffer => createHash(hash).update(message).digest();

describe('a local key signs digests', () => {
  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)(
    'PKCS#1 v1.5 with %s, byte for byte as node signs',
    async (hash) => {
      const signature = await signer.sign(digest(hash), { padding: 'pkcs1', hash });
      expect(Buffer.from(signature)).toEqual(sign(hash, message, taxpayer.privateKey));
    },
  );

  it.each([
    ['sha256', 32, 2048],
    ['sha384', 48, 2048],
    ['sha512', 0, 2048],
    ['sha256', 20, 1024],
    ['sha256', 32, 2050],
    ['sha256', 32, 2049],
  ] as const)('PSS with %s, salt of %i, key of %i bits, as node verifies', async (hash, saltLength, bits) => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
    const own = localSigner({ ...material, key: privateKey });
    const signature = await own.sign(digest(hash), { padding: 'pss', hash, saltLength });
    const key = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
    expect(verify(hash, message, key, signature)).toBe(true);
  });

  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const refused: [string, SignatureScheme, Uint8Array, typeof ec | undefined][] = [
    ['ECDSA with an EC key', { padding: 'ecdsa', hash: 'sha256', encoding: 'der' }, digest('sha256'), ec],
    ['ECDSA with an RSA key', { padding: 'ecdsa', hash: 'sha256', encoding: 'der' }, digest('sha256'), undefined],
    ['PKCS#1 with an EC key', { padding: 'pkcs1', hash: 'sha256' }, digest('sha256'), ec],
    ['a digest of another length', { padding: 'pkcs1', hash: 'sha256' }, digest('sha1'), undefined],
  ];
  it.each(refused)('%s is refused', async (_, scheme, bytes, key) => {
    const signing = localSigner({ ...material, key: key ?? material.key }).sign(bytes, scheme);
    await expect(signing).rejects.toSatisfy((thrown) => thrown instanceof TimbreError && thrown.code === 'KEY_SCHEME');
  });

  it.each(['der', 'ieee-p1363'] as const)('a message with an EC key, as node verifies: %s', async (encoding) => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const own = localSigner({ ...material, key: pair.privateKey });
    const signature = await own.signMessage(message, { padding: 'ecdsa', hash: 'sha256', encoding });
    expect(verify('sha256', message, { key: pair.publicKey, dsaEncoding: encoding }, signature)).toBe(true);
  });

  it('a message is its digest signed', async () => {
    const scheme = { padding: 'pkcs1', hash: 'sha256' } as const;
    expect(await signer.signMessage(message, scheme)).toEqual(await signer.sign(digest('sha256'), scheme));
  });

  it('a message with ECDSA and an RSA key is refused', async () => {
    const signing = signer.signMessage(message, { padding: 'ecdsa', hash: 'sha256', encoding: 'der' });
    await expect(signing).rejects.toSatisfy((thrown) => thrown instanceof TimbreError && thrown.code === 'KEY_SCHEME');
  });

  it('gives TLS certificate, key and fingerprint', () => {
    const identity = localIdentity(material);
    expect(identity.keyPem).toContain('BEGIN PRIVATE KEY');
    expect(identity.certificatePem).toContain('BEGIN CERTIFICATE');
    expect(identity.fingerprint).toBe(createHash('sha256').update(taxpayer.certificateDer).digest('hex'));
  });
});
