import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { subjectAttribute } from '../../../actions/lib/certificate/index.ts';
import { readKeyMaterial } from '../../../platform/vault/key-material.ts';
import { makeTestCertificate } from '../../../sandbox/index.ts';

const from = new Date('2026-01-01T00:00:00Z');
const until = new Date('2028-01-01T00:00:00Z');

describe('a certificate for a test', () => {
  it.each([
    ['rsa', '1001', '03E9'],
    // 200 is 0xC8: without a zero before it the number would be negative.
    ['ec', '200', 'C8'],
    ['ec', '12345678901234567890', 'AB54A98CEB1F0AD2'],
  ] as const)('%s, number %s', (key, number, serial) => {
    const subject = { CN: 'Paper Ltd', serialNumber: 'ZZ100001', '2.5.4.45': 'ZZ / 1' };
    const pem = makeTestCertificate({ subject, number, from, until, key });
    const { certificate, key: own } = readKeyMaterial('seal', { form: 'pem', bytes: Buffer.from(pem) }, '');
    expect(certificate).toBeInstanceOf(X509Certificate);
    expect(certificate.serialNumber).toBe(serial);
    expect(certificate.checkPrivateKey(own)).toBe(true);
    expect(own.asymmetricKeyType).toBe(key);
    expect([new Date(certificate.validFrom), new Date(certificate.validTo)]).toEqual([from, until]);
    const attributes = ['2.5.4.3', '2.5.4.5', '2.5.4.45'].map((oid) => subjectAttribute(certificate, oid));
    expect(attributes).toEqual(['Paper Ltd', 'ZZ100001', 'ZZ / 1']);
  });
});
