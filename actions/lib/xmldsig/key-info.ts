import type { X509Certificate } from 'node:crypto';
import { certificateNumber, distinguishedName, type NumberForm } from '../certificate/index.ts';
import { escapeXml } from './escape.ts';
import { tagsOf } from './write.ts';

/** What `KeyInfo` can say of who signed, in the order it is asked for. */
export const keyInfoParts = ['certificate', 'chain', 'issuerSerial', 'subjectName', 'keyValue'] as const;

export type KeyInfoPart = (typeof keyInfoParts)[number];

export interface KeyInfoOptions {
  readonly parts: readonly KeyInfoPart[];
  readonly prefix: string;
  readonly serial: NumberForm;
}

/**
 * `KeyInfo` as text (XML Signature 1.1, 4.5); empty when nothing is to be in it.
 *
 * @returns undefined when the key or the serial number has not the form that is asked for
 */
export function writeKeyInfo(
  certificate: X509Certificate,
  chain: readonly X509Certificate[],
  { parts, prefix, serial }: KeyInfoOptions,
): string | undefined {
  const { around } = tagsOf(prefix);
  const contents = parts.map((part) => write[part]({ certificate, chain, serial, around }));
  if (contents.some((each) => each === undefined)) return undefined;
  const groups: { x509: boolean; content: string }[] = [];
  parts.forEach((part, index) => {
    const [x509, content, last] = [part !== 'keyValue', contents[index] ?? '', groups.at(-1)];
    // What stands side by side is about one certificate, and goes into one X509Data (4.5.4).
    if (x509 && last?.x509) last.content += content;
    else groups.push({ x509, content });
  });
  const inside = groups.map(({ x509, content }) => around(x509 ? 'X509Data' : 'KeyValue', content)).join('');
  return inside === '' ? '' : around('KeyInfo', inside);
}

interface Subject {
  readonly certificate: X509Certificate;
  readonly chain: readonly X509Certificate[];
  readonly serial: NumberForm;
  readonly around: ReturnType<typeof tagsOf>['around'];
}

const write: Readonly<Record<KeyInfoPart, (subject: Subject) => string | undefined>> = {
  certificate: ({ certificate, around }) => around('X509Certificate', certificate.raw.toString('base64')),
  chain: ({ chain, around }) => chain.map(({ raw }) => around('X509Certificate', raw.toString('base64'))).join(''),
  issuerSerial({ certificate, serial, around }) {
    const number = certificateNumber(certificate, serial);
    if (number === undefined) return undefined;
    const name = around('X509IssuerName', escapeXml(distinguishedName(certificate, 'issuer')));
    return around('X509IssuerSerial', `${name}${around('X509SerialNumber', escapeXml(number))}`);
  },
  subjectName: ({ certificate, around }) =>
    around('X509SubjectName', escapeXml(distinguishedName(certificate, 'subject'))),
  keyValue({ certificate: { publicKey }, around }) {
    if (publicKey.asymmetricKeyType !== 'rsa') return undefined;
    const { n = '', e = '' } = publicKey.export({ format: 'jwk' });
    const base64 = (value: string): string => Buffer.from(value, 'base64url').toString('base64');
    return around('RSAKeyValue', `${around('Modulus', base64(n))}${around('Exponent', base64(e))}`);
  },
};
