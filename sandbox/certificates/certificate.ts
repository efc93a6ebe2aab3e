import { createPublicKey, type KeyObject } from 'node:crypto';
import { makeKeyPair, makeTestAuthority, privateKeyPem, type TestAuthority } from './authority.ts';
import { basicConstraints, keyUsage } from './extensions.ts';
import { issueCertificate, toPem } from './issue.ts';

export interface TestCertificateOptions {
  /** Attributes of the subject, by dotted object identifier or by one of `names`. */
  readonly subject: Readonly<Record<string, string>>;
  /** The serial number, in decimal. */
  readonly number: string;
  readonly from: Date;
  readonly until: Date;
  readonly key: 'rsa' | 'ec';
}

/**
 * A certificate for signing and its key, as one PEM text. The keys are a process's own: they serve all its certificates,
 * since making one takes longer than everything else.
 */
export function makeTestCertificate({ subject, number, from, until, key }: TestCertificateOptions): string {
  const privateKey = keyOf(key);
  authority ??= makeTestAuthority({ subject: [['2.5.4.3', 'Test authority']], keyType: 'ec' });
  const hex = BigInt(number).toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const der = issueCertificate(
    {
      // A first bit that is set would make the number negative.
      serial: /^[89a-f]/.test(even) ? `00${even}` : even,
      subject: Object.entries(subject).map(([name, value]) => [names[name] ?? name, value]),
      issuer: authority.subject,
      notBefore: from,
      notAfter: until,
      publicKey: createPublicKey(privateKey),
      extensions: [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation'])],
    },
    authority.privateKey,
  );
  return `${toPem(der, 'CERTIFICATE')}${privateKeyPem(privateKey)}`;
}

let authority: TestAuthority | undefined;
const keys = new Map<'rsa' | 'ec', KeyObject>();

function keyOf(kind: 'rsa' | 'ec'): KeyObject {
  const key = keys.get(kind) ?? makeKeyPair(kind).privateKey;
  keys.set(kind, key);
  return key;
}

/** Names of attributes as RFC 4519 and X.520 have them. */
const names: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SN: '2.5.4.4',
  serialNumber: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  GN: '2.5.4.42',
  organizationIdentifier: '2.5.4.97',
};
