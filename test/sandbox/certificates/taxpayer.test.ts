import { spawnSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';
import { afterAll, describe, expect, test } from 'vitest';
import { makeTestTaxpayer, type PfxAlgorithm, testSatAuthority } from '../../../sandbox/index.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
afterAll(() => rmSync(folder, { recursive: true }));

const taxpayer = makeTestTaxpayer({
  rfc: 'EKU9003173C9',
  name: 'ESCUELA KEMPER ÑANDÚ',
  serial: '30001000000500003416',
});
const algorithms: PfxAlgorithm[] = ['modern', '3des', 'rc2'];

function openssl(args: string[]): string {
  const run = spawnSync('openssl', args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

function kept(name: string, bytes: Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

describe('a test taxpayer', () => {
  test("has a certificate in a CSD's form", () => {
    const certificate = new X509Certificate(taxpayer.certificateDer);
    expect(Buffer.from(certificate.serialNumber, 'hex').toString('ascii')).toBe('30001000000500003416');
    expect(certificate.subject).toContain('x500UniqueIdentifier=EKU9003173C9 / ');
    expect(certificate.subject).toContain('ESCUELA KEMPER ÑANDÚ');
    expect(certificate.verify(certificate.publicKey)).toBe(false);
    expect(certificate.verify(new X509Certificate(testSatAuthority().certificateDer).publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(taxpayer.privateKey)).toBe(true);
  });

  test('keeps the validity asked for', () => {
    const { privateKey } = taxpayer;
    const short = makeTestTaxpayer({
      rfc: 'XAXX010101000',
      name: 'X',
      privateKey,
      notBefore: new Date('2020-01-02T03:04:05Z'),
      notAfter: new Date('2051-01-02T03:04:05Z'),
    });
    const certificate = new X509Certificate(short.certificateDer);
    expect(new Date(certificate.validFrom).toISOString()).toBe('2020-01-02T03:04:05.000Z');
    expect(new Date(certificate.validTo).toISOString()).toBe('2051-01-02T03:04:05.000Z');
  });

  test('refuses a certificate number that has not 20 digits', () => {
    expect(() => makeTestTaxpayer({ rfc: 'X', name: 'X', serial: '123' })).toThrow(TypeError);
  });

  test("encrypts its key as SAT's .key files are", () => {
    const der = taxpayer.keyDerEncrypted('12345678a');
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: '12345678a' });
    expect(key.equals(taxpayer.privateKey)).toBe(true);
  });

  test.each(algorithms)('writes a PFX (%s) that node-forge reads with the right password only', (algorithm) => {
    const asn1 = forge.asn1.fromDer(taxpayer.pfx('seña 1', algorithm).toString('binary'));
    const bagType = forge.pki.oids.certBag ?? '';
    const bags = forge.pkcs12.pkcs12FromAsn1(asn1, 'seña 1').getBags({ bagType });
    const certificate = bags[bagType]?.[0]?.cert;
    if (!certificate) throw new Error('no certificate in the PFX');
    const der = forge.asn1.toDer(forge.pki.certificateToAsn1(certificate)).getBytes();
    expect(Buffer.from(der, 'binary').equals(taxpayer.certificateDer)).toBe(true);
    expect(() => forge.pkcs12.pkcs12FromAsn1(asn1, 'wrong')).toThrow();
  });
});

describe.skipIf(!hasOpenssl)('openssl (skipped where it is not installed)', () => {
  test.each(algorithms)('reads the PFX (%s)', (algorithm) => {
    const path = kept(`${algorithm}.pfx`, taxpayer.pfx('secret', algorithm));
    const legacy = algorithm === 'rc2' ? ['-legacy'] : [];
    const pem = openssl(['pkcs12', '-in', path, '-passin', 'pass:secret', '-nodes', ...legacy]);
    expect(createPrivateKey(pem).equals(taxpayer.privateKey)).toBe(true);
    expect(new X509Certificate(pem).raw.equals(taxpayer.certificateDer)).toBe(true);
    const info = openssl(['pkcs12', '-in', path, '-passin', 'pass:secret', '-nodes', '-info', '-nokeys', ...legacy]);
    expect(info).toContain('BEGIN CERTIFICATE');
  });

  test('reads the encrypted key and the certificate, and verifies the chain', () => {
    const key = kept('a.key', taxpayer.keyDerEncrypted('secret'));
    expect(openssl(['pkcs8', '-inform', 'DER', '-in', key, '-passin', 'pass:secret'])).toContain('PRIVATE KEY');
    const authority = kept('ca.pem', Buffer.from(testSatAuthority().certificatePem));
    const certificate = kept('a.pem', Buffer.from(taxpayer.certificatePem));
    expect(openssl(['verify', '-CAfile', authority, certificate])).toContain('OK');
  });
});
