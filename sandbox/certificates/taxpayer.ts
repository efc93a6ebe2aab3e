import { createPublicKey, type KeyObject, randomInt } from 'node:crypto';
import { makeKeyPair, privateKeyPem, type TestAuthority, testSatAuthority } from './authority.ts';
import { basicConstraints, extendedKeyUsage, keyUsage } from './extensions.ts';
import { issueCertificate, type NameField, toPem } from './issue.ts';
import { makePfx, type PfxAlgorithm } from './pfx.ts';

export interface TestTaxpayerOptions {
  /** Registro Federal de Contribuyentes, 12 letters for a company and 13 for a person. */
  readonly rfc: string;
  readonly name: string;
  /** The certificate number: 20 decimal digits; drawn by chance when left out. */
  readonly serial?: string;
  /** Start of validity; a year ago when left out. */
  readonly notBefore?: Date;
  /** End of validity; three years ahead when left out. */
  readonly notAfter?: Date;
  /** Who issues; this process's stand-in for SAT's test authority when left out. */
  readonly ca?: TestAuthority;
  /** `csd` (Certificado de Sello Digital, seals invoices) or `fiel` (e.firma, a PAC refuses it with 306). */
  readonly kind?: 'csd' | 'fiel';
  /** An RSA key to certify instead of a new one. */
  readonly privateKey?: KeyObject;
}

/** A taxpayer with a certificate in the form SAT gives its own. */
export interface TestTaxpayer {
  readonly rfc: string;
  readonly name: string;
  /** NoCertificado: the 20 digits, which are the bytes of the certificate's serial number read as ASCII. */
  readonly certificateNumber: string;
  readonly certificateDer: Buffer;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  /** PKCS#8, not encrypted. */
  readonly privateKeyPem: string;
  /** PKCS#8 encrypted as SAT's `.key` files are: PBES2 with 3DES-CBC, DER. */
  keyDerEncrypted(password: string): Buffer;
  /** PKCS#12 with key and certificate. */
  pfx(password: string, algorithm?: PfxAlgorithm): Buffer;
}

const YEAR = 365 * 24 * 3_600_000;

/**
 * A test taxpayer, with what SAT's test CSDs show: serial number of 20 ASCII digits, RFC in x500UniqueIdentifier
 * (2.5.4.45) as `RFC / RFC of the representative`, a branch in organizationalUnitName (an e.firma has none).
 *
 * @throws TypeError when `serial` is not 20 digits
 */
export function makeTestTaxpayer(options: TestTaxpayerOptions): TestTaxpayer {
  const { rfc, name, serial = randomSerial(), ca = testSatAuthority(), kind = 'csd' } = options;
  if (!/^\d{20}$/.test(serial)) throw new TypeError(`A certificate number has 20 digits, not "${serial}"`);
  const privateKey = options.privateKey ?? makeKeyPair('rsa').privateKey;
  const certificateDer = issueCertificate(
    {
      serial: Buffer.from(serial, 'ascii').toString('hex'),
      subject: subjectOf(rfc, name, kind),
      issuer: ca.subject,
      notBefore: options.notBefore ?? new Date(Date.now() - YEAR),
      notAfter: options.notAfter ?? new Date(Date.now() + 3 * YEAR),
      publicKey: createPublicKey(privateKey),
      extensions: extensionsOf(kind),
    },
    ca.privateKey,
  );
  const keyDer = (): Buffer => privateKey.export({ type: 'pkcs8', format: 'der' });
  return {
    rfc,
    name,
    certificateNumber: serial,
    certificateDer,
    certificatePem: toPem(certificateDer, 'CERTIFICATE'),
    privateKey,
    privateKeyPem: privateKeyPem(privateKey),
    keyDerEncrypted: (password) =>
      privateKey.export({ type: 'pkcs8', format: 'der', cipher: 'des-ede3-cbc', passphrase: password }),
    pfx: (password, algorithm = 'modern') => makePfx(keyDer(), certificateDer, password, algorithm),
  };
}

function subjectOf(rfc: string, name: string, kind: 'csd' | 'fiel'): NameField[] {
  const fields: NameField[] = [
    ['2.5.4.3', name],
    ['2.5.4.41', name],
    ['2.5.4.10', name],
    ['2.5.4.45', rfc.length === 13 ? rfc : `${rfc} / VADA800927DJ3`],
    ['2.5.4.5', rfc.length === 13 ? 'VADA800927HSRSRL05' : ' / VADA800927HSRSRL05'],
  ];
  return kind === 'csd' ? [...fields, ['2.5.4.11', 'Sucursal 1']] : fields;
}

const extensionsOf = (kind: 'csd' | 'fiel') =>
  kind === 'csd'
    ? [basicConstraints(false), keyUsage(['digitalSignature', 'nonRepudiation'])]
    : [
        basicConstraints(false),
        keyUsage(['digitalSignature', 'nonRepudiation', 'dataEncipherment', 'keyAgreement']),
        extendedKeyUsage('email', 'client'),
      ];

const randomSerial = (): string => `30001000000${String(randomInt(1_000_000_000)).padStart(9, '0')}`;
