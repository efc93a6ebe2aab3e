import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { basicConstraints, keyUsage } from './extensions.ts';
import { issueCertificate, type NameField, toPem } from './issue.ts';

/** A certification authority made for tests. Nobody else trusts it. */
export interface TestAuthority {
  readonly subject: readonly NameField[];
  readonly privateKey: KeyObject;
  readonly certificateDer: Buffer;
  readonly certificatePem: string;
}

const YEAR = 365 * 24 * 3_600_000;

export interface TestAuthorityOptions {
  readonly subject: readonly NameField[];
  /** `rsa` (2048 bits) for CSDs as SAT issues them, `ec` (P-256) where speed is all that counts. */
  readonly keyType?: 'rsa' | 'ec';
}

/** A self-signed authority, valid from ten years ago for twenty years. */
export function makeTestAuthority({ subject, keyType = 'rsa' }: TestAuthorityOptions): TestAuthority {
  const keys = makeKeyPair(keyType);
  const certificateDer = issueCertificate(
    {
      serial: `4${randomBytes(15).toString('hex').slice(1)}`,
      subject,
      issuer: subject,
      notBefore: new Date(Date.now() - 10 * YEAR),
      notAfter: new Date(Date.now() + 10 * YEAR),
      publicKey: keys.publicKey,
      extensions: [basicConstraints(true), keyUsage(['keyCertSign', 'cRLSign'])],
    },
    keys.privateKey,
  );
  return { subject, privateKey: keys.privateKey, certificateDer, certificatePem: toPem(certificateDer, 'CERTIFICATE') };
}

let shared: TestAuthority | undefined;

/** This process's stand-in for SAT's test authority: made once, because RSA keys take time. */
export function testSatAuthority(): TestAuthority {
  shared ??= makeTestAuthority({
    subject: [
      ['2.5.4.3', 'AC SANDBOX'],
      ['2.5.4.10', 'SERVICIO DE ADMINISTRACION TRIBUTARIA'],
      ['2.5.4.11', 'SAT-IES Authority'],
      ['2.5.4.6', 'MX'],
      ['2.5.4.45', 'SAT970701NN3'],
    ],
  });
  return shared;
}

/** RSA 2048 or EC P-256; by OpenSSL, since a pure JavaScript RSA key takes seconds. */
export function makeKeyPair(keyType: 'rsa' | 'ec'): { publicKey: KeyObject; privateKey: KeyObject } {
  return keyType === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    : generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export const privateKeyPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
