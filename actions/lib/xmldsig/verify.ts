import { createHash, verify, type X509Certificate } from 'node:crypto';
import { canonicalText } from '../canonical/index.ts';
import { readXmlText, type XmlText } from '../xml-text/index.ts';
import { type Digest, DSIG, formOf, type SignatureAlgorithm, signatures } from './algorithms.ts';
import { type Covered, coveringOctets } from './coverage.ts';
import { type ElementPath, selectElements } from './element-path.ts';
import { elementsIn, type Located, locate, locateId, pathOf } from './located.ts';
import { type ReadReference, type ReadSignature, readSignature } from './read.ts';
import { referencedText, type Target, type Transforms, wholeDocument } from './reference.ts';
import { invalid, Refusal, unsafe } from './refusal.ts';

/** What must be so for a signature to be accepted. */
export interface Expectations {
  /** The element whose child the signature is; without it, it is the only one in the document. */
  readonly place: ElementPath | undefined;
  /** The element that must be signed, all of it; without it the root element. */
  readonly covers: ElementPath | undefined;
  readonly algorithms: readonly SignatureAlgorithm[];
  readonly digests: readonly Digest[];
  /** The certificate of the one who must have signed; without it one in `KeyInfo` is used. */
  readonly certificate: X509Certificate | undefined;
  /** What a reference to outside stands for. */
  readonly content: Uint8Array | undefined;
}

export interface Verdict {
  /** Absent when the signature holds. */
  readonly code?: Refusal['code'];
  readonly reason: string;
  readonly certificate: X509Certificate | undefined;
  /** Paths of what was signed; only when the signature holds. */
  readonly signed: readonly string[];
  /** What covers the element that must be signed, as the digest was made of it: all that may be relied on. */
  readonly octets?: Uint8Array;
}

/**
 * Verifies one XML signature: XML Signature 1.1, 3.2, and what is more than the specification asks for, so that what is
 * read afterwards is what was signed. Certificate chain, revocation and validity are not looked at.
 */
export function verifyXmlSignature(xml: XmlText, expectations: Expectations): Verdict {
  let certificate = expectations.certificate;
  try {
    const located = findSignature(xml, expectations.place);
    const signature = readSignature(xml, located.element);
    checkAlgorithms(signature, expectations);
    certificate = checkValue(xml, located, signature, expectations.certificate);
    const covered = signature.references.map((each) => checkReference(xml, located, each, expectations.content));
    const octets = coveringOctets(xml, located, signature.objects, covered, expectations);
    return {
      reason: '',
      certificate,
      signed: covered.map(({ target, uri }) => (target ? pathOf(target) : uri)),
      octets,
    };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return { code: thrown.code, reason: thrown.message, certificate, signed: [] };
  }
}

function findSignature(xml: XmlText, place: ElementPath | undefined): Located {
  const parents = place && selectElements(xml, place);
  if (parents !== undefined && parents.length !== 1) {
    unsafe(`the document has ${parents.length} elements ${place?.source}, not one`);
  }
  const found =
    parents === undefined
      ? locate(xml.root, isSignature)
      : parents.flatMap(({ element, ancestors }) =>
          elementsIn(element)
            .filter(isSignature)
            .map((each) => ({ element: each, ancestors: [...ancestors, element] })),
        );
  const [one, ...more] = found;
  if (one === undefined) throw new Refusal('SIGNATURE_MISSING', 'the document has no signature');
  return more.length === 0 ? one : unsafe(`there are ${found.length} signatures, not one`);
}

const isSignature = ({ namespace, local }: Located['element']): boolean => namespace === DSIG && local === 'Signature';

function checkAlgorithms({ algorithm, references }: ReadSignature, { algorithms, digests }: Expectations): void {
  if (!algorithms.includes(algorithm)) unsafe(`it is made with ${algorithm}, which is not allowed here`);
  const weak = references.find(({ digest }) => !digests.includes(digest));
  if (weak !== undefined) unsafe(`it has a ${weak.digest} digest, which is not allowed here`);
}

/** Whose key made the value of the signature. */
function checkValue(
  xml: XmlText,
  { element, ancestors }: Located,
  signature: ReadSignature,
  given: X509Certificate | undefined,
): X509Certificate {
  const { certificates, signedInfo, form, algorithm, value } = signature;
  if (given !== undefined && certificates.length > 0 && !certificates.some(({ raw }) => raw.equals(given.raw))) {
    invalid('it names another certificate than the one given');
  }
  const candidates = given === undefined ? certificates : [given];
  if (candidates.length === 0)
    throw new Refusal('CERTIFICATE_MISSING', 'there is no certificate in it, and none given');
  const text = canonicalText(xml, { element: signedInfo, ancestors: [...ancestors, element] }, form);
  const message = Buffer.from(text, 'utf8');
  return (
    candidates.find((each) => holds(message, value, each, algorithm)) ??
    invalid('its value was not made over this SignedInfo with the key of the certificate')
  );
}

function holds(message: Buffer, value: Buffer, { publicKey }: X509Certificate, algorithm: SignatureAlgorithm): boolean {
  const { key, hash } = signatures[algorithm];
  if (publicKey.asymmetricKeyType !== key) return false;
  // XML Signature 1.1, 6.4.3: r and s side by side, not DER.
  return verify(hash, message, key === 'ec' ? { key: publicKey, dsaEncoding: 'ieee-p1363' } : publicKey, value);
}

function checkReference(
  xml: XmlText,
  signature: Located,
  reference: ReadReference,
  content: Uint8Array | undefined,
): Covered {
  const { uri, digest, value } = reference;
  const covered = uri === '' || uri.startsWith('#') ? inside(xml, signature, reference) : outside(reference, content);
  if (!createHash(digest).update(covered.octets).digest().equals(value)) invalid(`the digest of "${uri}" is another`);
  return covered;
}

function inside(xml: XmlText, signature: Located, { uri, transforms }: ReadReference): Covered {
  const target = uri === '' ? wholeDocument(xml) : byId(xml, uri.slice(1));
  // Without transforms the node-set is made canonical all the same: XML Signature 1.1, 4.4.3.2.
  const { enveloped, form } = transforms ?? { enveloped: false, form: formOf('c14n') };
  const text = referencedText(xml, target, { enveloped, form }, signature.element);
  return { uri, target, enveloped, octets: Buffer.from(text, 'utf8') };
}

function byId(xml: XmlText, id: string): Target {
  const [one, ...more] = locateId(xml, id);
  if (one !== undefined && more.length === 0) return { ...one, document: false };
  return unsafe(`the Id "${id}" stands ${one === undefined ? 'nowhere' : `${more.length + 1} times`} in the document`);
}

function outside({ uri, transforms }: ReadReference, content: Uint8Array | undefined): Covered {
  if (content === undefined) return unsafe(`it has a reference to ${uri}, outside of the document`);
  if (transforms?.enveloped) unsafe(`the reference to ${uri} takes the signature out of a document it is not in`);
  return {
    uri,
    target: undefined,
    enveloped: false,
    octets: transforms ? canonicalContent(content, transforms) : content,
  };
}

function canonicalContent(content: Uint8Array, { form }: Transforms): Uint8Array {
  const xml = readXmlText(content, 'the content');
  return Buffer.from(canonicalText(xml, wholeDocument(xml), form), 'utf8');
}
