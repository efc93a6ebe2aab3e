import { createHash, verify } from 'node:crypto';
import { childOf, childrenOf, type XmlElement } from '../../read-xml.ts';
import { type IssuerCertificate, readCertificate } from '../read-certificate.ts';
import { C14N_10, canonicalXml, DSIG_NAMESPACE } from './canonical-xml.ts';

const ENVELOPED = `${DSIG_NAMESPACE}enveloped-signature`;

/** The certificate whose key signed, or what is wrong with the signature. */
export type SignatureVerdict = { readonly certificate: IssuerCertificate } | { readonly wrong: string };

/**
 * An enveloped XML signature in the one form that SAT takes: the last child of the root, Canonical XML 1.0, RSA with SHA-1,
 * one reference to the whole document, the certificate with its issuer's name and number (Anexo 20, section II.D).
 *
 * @param text what `root` was read from
 */
export function checkSignature(text: string, root: XmlElement): SignatureVerdict {
  const signature = root.children.find(isSignature);
  if (!signature || count(root) !== 1) return { wrong: 'Debe haber una Signature, hija del elemento raíz' };
  const info = childOf(signature, 'SignedInfo');
  const wrong = wrongForm(signature, info);
  if (wrong !== undefined) return { wrong };
  const reference = childOf(info, 'Reference');
  const digest = createHash('sha1')
    .update(canonicalXml(text, { without: 'Signature' }))
    .digest('base64');
  if (packed(childOf(reference, 'DigestValue')) !== digest) return { wrong: 'DigestValue no corresponde al documento' };
  return checkKey(signature, canonicalXml(text, { only: 'SignedInfo' }));
}

const isSignature = ({ namespace, name }: XmlElement): boolean => namespace === DSIG_NAMESPACE && name === 'Signature';

const count = (element: XmlElement): number =>
  element.children.reduce((sum, child) => sum + count(child), isSignature(element) ? 1 : 0);

function wrongForm(signature: XmlElement, info: XmlElement | undefined): string | undefined {
  const algorithm = (parent: XmlElement | undefined, name: string): string | undefined =>
    childOf(parent, name)?.attributes.get('Algorithm');
  const references = childrenOf(info, 'Reference');
  const [reference] = references;
  const transforms = childrenOf(childOf(reference, 'Transforms'), 'Transform');
  const rules: readonly (readonly [string, boolean])[] = [
    ['SignedInfo', childrenOf(signature, 'SignedInfo').length === 1],
    ['CanonicalizationMethod', algorithm(info, 'CanonicalizationMethod') === C14N_10],
    ['SignatureMethod', algorithm(info, 'SignatureMethod') === `${DSIG_NAMESPACE}rsa-sha1`],
    ['Reference', references.length === 1 && reference?.attributes.get('URI') === ''],
    ['Transforms', transforms.length === 1 && transforms[0]?.attributes.get('Algorithm') === ENVELOPED],
    ['DigestMethod', algorithm(reference, 'DigestMethod') === `${DSIG_NAMESPACE}sha1`],
  ];
  return rules.find(([, holds]) => !holds)?.[0];
}

function checkKey(signature: XmlElement, signedInfo: string): SignatureVerdict {
  const keyInfo = childOf(signature, 'KeyInfo');
  const data = childOf(keyInfo, 'X509Data');
  const certificate = certificateIn(packed(childOf(data, 'X509Certificate')));
  if (!certificate) return { wrong: 'X509Certificate no es un certificado' };
  const serial = packed(childOf(childOf(data, 'X509IssuerSerial'), 'X509SerialNumber'));
  if (!isSerialOf(serial, certificate)) return { wrong: `X509SerialNumber ${serial}` };
  const value = Buffer.from(packed(childOf(signature, 'SignatureValue')), 'base64');
  const holds = verify('sha1', Buffer.from(signedInfo), certificate.publicKey, value);
  if (!holds) return { wrong: 'SignatureValue no corresponde al certificado' };
  return isKeyOf(childOf(keyInfo, 'KeyValue'), certificate) ? { certificate } : { wrong: 'KeyValue' };
}

function certificateIn(base64: string): IssuerCertificate | undefined {
  try {
    return readCertificate(base64);
  } catch {
    return undefined;
  }
}

/** Both are about: the 20 digits of the certificate's number, and the serial number as XMLDSig means it, in decimal. */
const isSerialOf = (serial: string, { number }: IssuerCertificate): boolean =>
  serial === number || serial === BigInt(`0x${Buffer.from(number, 'latin1').toString('hex')}`).toString();

/** A KeyValue may be left out; one that is there must say the same key. */
function isKeyOf(keyValue: XmlElement | undefined, { publicKey }: IssuerCertificate): boolean {
  if (!keyValue) return true;
  const rsa = childOf(keyValue, 'RSAKeyValue');
  const part = (name: string): string => {
    const bytes = Buffer.from(packed(childOf(rsa, name)), 'base64');
    return bytes.subarray(bytes.findIndex((byte) => byte !== 0)).toString('base64url');
  };
  const { n, e } = publicKey.export({ format: 'jwk' });
  return part('Modulus') === n && part('Exponent') === e;
}

const packed = (element: XmlElement | undefined): string => element?.text.replace(/\s+/g, '') ?? '';
