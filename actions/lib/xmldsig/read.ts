import type { X509Certificate } from 'node:crypto';
import type { CanonicalForm } from '../canonical/index.ts';
import type { TextElement, XmlText } from '../xml-text/index.ts';
import { canonicalizations, type Digest, digests, nameOf, type SignatureAlgorithm, signatures } from './algorithms.ts';
import { readKeyInfo } from './read-key-info.ts';
import { readCanonicalMethod, readTransforms } from './read-transforms.ts';
import type { Transforms } from './reference.ts';
import { unsafe } from './refusal.ts';
import { algorithmOf, attributeOf, bytesOf, contentOf, expected, isSignatureElement } from './strict.ts';

/** A signature as it stands in a document, with nothing in it that is not understood. */
export interface ReadSignature {
  readonly signedInfo: TextElement;
  readonly form: CanonicalForm;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly ReadReference[];
  readonly value: Buffer;
  readonly certificates: readonly X509Certificate[];
  readonly objects: readonly TextElement[];
}

export interface ReadReference {
  readonly uri: string;
  /** Undefined: none, the octets count as they are. */
  readonly transforms: Transforms | undefined;
  readonly digest: Digest;
  readonly value: Buffer;
}

/** More references than any profile has, each of which makes the document canonical once more. */
const mostReferences = 32;

/**
 * Reads a `Signature` by the schema of XML Signature 1.1, 4, and refuses all that is more than that.
 *
 * @throws Refusal
 */
export function readSignature(xml: XmlText, signature: TextElement): ReadSignature {
  const [first, second, ...rest] = contentOf(xml, signature);
  const signedInfo = expected(first, 'SignedInfo', signature);
  const value = bytesOf(xml, expected(second, 'SignatureValue', signature));
  const keyInfo = isSignatureElement(rest[0], 'KeyInfo') ? rest.shift() : undefined;
  const objects = rest.map((each) => expected(each, 'Object', signature));
  const [method, algorithm, ...references] = contentOf(xml, signedInfo);
  const canonical = expected(method, 'CanonicalizationMethod', signedInfo);
  if (references.length === 0) unsafe('it has no reference, so it signs nothing');
  if (references.length > mostReferences) unsafe(`it has ${references.length} references`);
  return {
    signedInfo,
    form: readCanonicalMethod(xml, canonical) ?? unsafe(`the canonicalisation is none of ${listed(canonicalizations)}`),
    algorithm: known(signatures, xml, expected(algorithm, 'SignatureMethod', signedInfo)),
    references: references.map((each) => readReference(xml, expected(each, 'Reference', signedInfo))),
    value,
    certificates: keyInfo === undefined ? [] : readKeyInfo(xml, keyInfo),
    objects,
  };
}

function readReference(xml: XmlText, reference: TextElement): ReadReference {
  const children = contentOf(xml, reference);
  const transforms = isSignatureElement(children[0], 'Transforms') ? children.shift() : undefined;
  const [method, value, ...more] = children;
  if (more.length > 0) unsafe(`a Reference has ${more[0]?.name} in it`);
  return {
    uri: attributeOf(xml, reference, 'URI') ?? unsafe('a Reference has no URI'),
    transforms: transforms && readTransforms(xml, transforms),
    digest: known(digests, xml, expected(method, 'DigestMethod', reference)),
    value: bytesOf(xml, expected(value, 'DigestValue', reference)),
  };
}

function known<T extends string>(
  table: Readonly<Record<T, string | { readonly uri: string }>>,
  xml: XmlText,
  element: TextElement,
): T {
  const uri = algorithmOf(xml, element);
  return nameOf(table, uri) ?? unsafe(`${element.local} is ${uri ?? 'not said'}, which is none of ${listed(table)}`);
}

const listed = (table: object): string => Object.keys(table).join(', ');
