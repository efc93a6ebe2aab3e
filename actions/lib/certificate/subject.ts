import type { X509Certificate } from 'node:crypto';
import { type Der, readDer, readOid } from './der.ts';
import { textOf } from './text.ts';

/** The value of a subject's attribute by its object identifier, e.g. 2.5.4.45 x500UniqueIdentifier; the first if it stands twice. */
export function subjectAttribute(certificate: X509Certificate, oid: string): string | undefined {
  return subjectAttributes(certificate).find((attribute) => attribute.oid === oid)?.value;
}

/** The whole subject in one line, for people. */
export const subjectText = (certificate: X509Certificate): string => certificate.subject.split('\n').join(', ');

const known = new WeakMap<X509Certificate, readonly { oid: string; value: string }[]>();

function subjectAttributes(certificate: X509Certificate) {
  const found = known.get(certificate) ?? parseSubject(certificate.raw);
  known.set(certificate, found);
  return found;
}

const CONTEXT_0 = 0xa0;

/** Certificate > tbsCertificate > [version], serialNumber, signature, issuer, validity, subject (RFC 5280, 4.1). */
function parseSubject(raw: Buffer): { oid: string; value: string }[] {
  const [certificate] = readDer(raw);
  const [tbs] = inside(certificate);
  const fields = inside(tbs);
  const subject = fields[fields[0]?.tag === CONTEXT_0 ? 5 : 4];
  return inside(subject).flatMap((set) =>
    inside(set).flatMap((pair) => {
      const [type, value] = inside(pair);
      return type && value ? [{ oid: readOid(type.content), value: textOf(value) }] : [];
    }),
  );
}

const inside = (value: Der | undefined): Der[] => (value ? readDer(value.content) : []);
