import { type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';

/** What the PAC needs of the certificate that a CFDI carries. */
export interface IssuerCertificate {
  /** The 20 digits: the serial number's bytes read as ASCII. */
  readonly number: string;
  /** The holder's RFC: the first part of x500UniqueIdentifier. */
  readonly rfc: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: KeyObject;
  readonly isCsd: boolean;
  readonly isIssuedBy: (authority: X509Certificate) => boolean;
}

const REMEMBERED = 1000;
const known = new Map<string, IssuerCertificate>();

/**
 * The certificate in a Certificado attribute; the latest thousand are remembered, since reading one costs more than a
 * whole stamp.
 *
 * @throws Error when it is no X.509 certificate with an RSA key
 */
export function readCertificate(base64: string): IssuerCertificate {
  const remembered = known.get(base64);
  if (remembered) return remembered;
  const read = parse(Buffer.from(base64, 'base64'));
  const [oldest] = known.keys();
  if (known.size >= REMEMBERED && oldest !== undefined) known.delete(oldest);
  known.set(base64, read);
  return read;
}

function parse(der: Buffer): IssuerCertificate {
  const certificate = new X509Certificate(der);
  const parsed = forge.pki.certificateFromAsn1(forge.asn1.fromDer(der.toString('binary')));
  return {
    number: Buffer.from(certificate.serialNumber, 'hex').toString('latin1'),
    rfc: fieldOf(parsed, '2.5.4.45').split('/')[0]?.trim() ?? '',
    notBefore: parsed.validity.notBefore.getTime(),
    notAfter: parsed.validity.notAfter.getTime(),
    publicKey: certificate.publicKey,
    isCsd: isCsd(parsed),
    isIssuedBy: (authority) => certificate.checkIssued(authority) && certificate.verify(authority.publicKey),
  };
}

/** A CSD names a branch (organizationalUnitName) and only signs; an e.firma names none and also encrypts. */
function isCsd(certificate: forge.pki.Certificate): boolean {
  const usage: unknown = certificate.getExtension({ name: 'keyUsage' });
  const encrypts =
    typeof usage === 'object' && usage !== null && 'dataEncipherment' in usage && usage.dataEncipherment === true;
  return !encrypts && fieldOf(certificate, '2.5.4.11') !== '';
}

function fieldOf(certificate: forge.pki.Certificate, type: string): string {
  const field: unknown = certificate.subject.getField({ type });
  if (typeof field !== 'object' || field === null || !('value' in field)) return '';
  return typeof field.value === 'string' ? field.value : '';
}
