import { type KeyObject, sign } from 'node:crypto';
import { type Asn1, bits, fromDer, integer, nothing, oid, sequence, set, tagged, text, time, toDer } from './der.ts';

/** One attribute of a distinguished name: dotted object identifier and value. */
export type NameField = readonly [oid: string, value: string];

export interface CertificateContent {
  /** Serial number, hexadecimal. */
  readonly serial: string;
  readonly subject: readonly NameField[];
  readonly issuer: readonly NameField[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: KeyObject;
  readonly extensions: readonly Asn1[];
}

/** An X.509 v3 certificate as DER, signed with SHA-256 by an RSA or EC key (RFC 5280, 4.1). */
export function issueCertificate(content: CertificateContent, signingKey: KeyObject): Buffer {
  const algorithm = signatureAlgorithm(signingKey);
  const toBeSigned = sequence(
    tagged(0, integer('02')),
    integer(content.serial),
    algorithm,
    nameOf(content.issuer),
    sequence(time(content.notBefore), time(content.notAfter)),
    nameOf(content.subject),
    fromDer(content.publicKey.export({ type: 'spki', format: 'der' })),
    tagged(3, sequence(...content.extensions)),
  );
  return toDer(sequence(toBeSigned, algorithm, bits(sign('sha256', toDer(toBeSigned), signingKey))));
}

/** DER as PEM: base64 in lines of 64 letters between its two markers (RFC 7468). */
export function toPem(der: Buffer, label: string): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

function signatureAlgorithm(key: KeyObject): Asn1 {
  if (key.asymmetricKeyType === 'ec') return sequence(oid('1.2.840.10045.4.3.2'));
  return sequence(oid('1.2.840.113549.1.1.11'), nothing());
}

const nameOf = (fields: readonly NameField[]): Asn1 =>
  sequence(...fields.map(([type, value]) => set(sequence(oid(type), text(value)))));
