import type { X509Certificate } from 'node:crypto';
import { type Der, readDer, readOid } from './der.ts';
import { textOf } from './text.ts';

/** Issuer or subject in one line: RFC 4514, which XML Signature 1.1, 4.5.4.1 asks for. */
export function distinguishedName(certificate: X509Certificate, whose: 'issuer' | 'subject'): string {
  const known = names.get(certificate) ?? {};
  const name = known[whose] ?? write(certificate.raw, whose);
  names.set(certificate, { ...known, [whose]: name });
  return name;
}

const names = new WeakMap<X509Certificate, { issuer?: string; subject?: string }>();

const CONTEXT_0 = 0xa0;

/** Certificate > tbsCertificate > [version], serialNumber, signature, issuer, validity, subject (RFC 5280, 4.1). */
function write(raw: Buffer, whose: 'issuer' | 'subject'): string {
  const [certificate] = readDer(raw);
  const fields = inside(inside(certificate)[0]);
  const first = fields[0]?.tag === CONTEXT_0 ? 1 : 0;
  const name = fields[first + (whose === 'issuer' ? 2 : 4)];
  return inside(name)
    .reverse()
    .map((set) => inside(set).map(pair).join('+'))
    .join(',');
}

const inside = (value: Der | undefined): Der[] => (value ? readDer(value.content) : []);

function pair(sequence: Der): string {
  const [type, value] = inside(sequence);
  if (type === undefined || value === undefined) return '';
  const oid = readOid(type.content);
  const descriptor = DESCRIPTORS[oid];
  return descriptor === undefined ? `${oid}=#${encoded(value)}` : `${descriptor}=${escaped(textOf(value))}`;
}

/** RFC 4514, 2.4: the value of a type without a descriptor, in hexadecimal as it is encoded. */
function encoded({ tag, content }: Der): string {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]).toString('hex');
}

/** Those of RFC 4514, 3, and of the registry of RFC 4520 that certificates of companies use. */
const DESCRIPTORS: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.6': 'C',
  '2.5.4.9': 'street',
  '0.9.2342.19200300.100.1.25': 'DC',
  '0.9.2342.19200300.100.1.1': 'UID',
  '2.5.4.4': 'sn',
  '2.5.4.5': 'serialNumber',
  '2.5.4.12': 'title',
  '2.5.4.13': 'description',
  '2.5.4.17': 'postalCode',
  '2.5.4.41': 'name',
  '2.5.4.42': 'givenName',
  '2.5.4.45': 'x500UniqueIdentifier',
  '2.5.4.97': 'organizationIdentifier',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.2.840.113549.1.9.2': 'unstructuredName',
};

/** RFC 4514, 2.4. */
const escaped = (value: string): string =>
  value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ')
    .replaceAll('\0', '\\00');
