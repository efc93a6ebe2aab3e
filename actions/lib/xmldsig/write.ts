import { type CanonicalForm, canonicalText } from '../canonical/index.ts';
import {
  type NamespaceScope,
  outermostScope,
  readXmlFragment,
  type TextElement,
  type XmlText,
} from '../xml-text/index.ts';
import {
  type Canonicalization,
  canonicalizations,
  type Digest,
  DSIG,
  digests,
  ENVELOPED,
  EXCLUSIVE,
  formOf,
  type SignatureAlgorithm,
  signatures,
} from './algorithms.ts';
import { escapeXml } from './escape.ts';
import { elementsIn, locateId } from './located.ts';

/** A canonicalisation as it is written. */
export interface CanonicalMethod {
  readonly name: Canonicalization;
  /** `#default` stands for the default namespace. */
  readonly prefixes: readonly string[];
}

export interface ReferenceParts {
  readonly uri: string;
  readonly id?: string | undefined;
  readonly type?: string | undefined;
  readonly transforms: readonly ('enveloped-signature' | CanonicalMethod)[];
  readonly digest: Digest;
  /** Base64. */
  readonly value: string;
}

export interface SignatureParts {
  /** Of the elements of the signature; empty for a default namespace. */
  readonly prefix: string;
  readonly id?: string | undefined;
  readonly canonicalization: CanonicalMethod;
  readonly algorithm: SignatureAlgorithm;
  readonly references: readonly ReferenceParts[];
  /** `KeyInfo` and `Object` elements as text, with the same prefix. */
  readonly keyInfo: string;
  readonly objects: readonly string[];
}

/** Where the signature will stand. */
export interface Surroundings {
  /** The document up to there. */
  readonly before: string;
  readonly scope: NamespaceScope;
  readonly ancestors: readonly TextElement[];
}

/** A signature that stands alone. */
export const alone = (): Surroundings => ({ before: '', scope: outermostScope(), ancestors: [] });

export interface WrittenSignature {
  /** The canonical text of `SignedInfo`: what is to be signed. */
  readonly signedText: string;
  /** The whole `Signature`, once its value is known. */
  complete(value: Uint8Array): string;
}

/** XML Signature 1.1, 4. No white space between elements: some authorities refuse it. */
export function writeSignature(parts: SignatureParts, around: Surroundings): WrittenSignature {
  const tags = tagsOf(parts.prefix);
  const open = openSignature(parts);
  const info = signedInfo(parts, tags);
  const draft = readDraft(`${open}${info}</${tags.name('Signature')}>`, around);
  const [element = draft.root] = elementsIn(draft.root);
  const ancestors = [...around.ancestors, draft.root];
  return {
    signedText: canonicalText(draft, { element, ancestors }, formOfMethod(parts.canonicalization)),
    complete: (value) =>
      `${open}${info}${tags.around('SignatureValue', Buffer.from(value).toString('base64'))}${restOf(parts, tags)}`,
  };
}

/**
 * The canonical text of an element with an Id inside the signature: an `Object`, or something in one.
 *
 * @returns undefined when there is not exactly one with this Id
 */
export function canonicalInside(
  parts: Omit<SignatureParts, 'references'>,
  around: Surroundings,
  id: string,
  method: CanonicalMethod,
): string | undefined {
  const draft = readDraft(`${openSignature(parts)}${restOf(parts, tagsOf(parts.prefix))}`, around);
  const [found, ...more] = locateId(draft, id);
  if (found === undefined || more.length > 0) return undefined;
  const ancestors = [...around.ancestors, ...found.ancestors];
  return canonicalText(draft, { element: found.element, ancestors }, { ...formOfMethod(method), comments: false });
}

export const formOfMethod = ({ name, prefixes }: CanonicalMethod): CanonicalForm => formOf(name, prefixes);

const readDraft = (signature: string, { before, scope }: Surroundings): XmlText =>
  readXmlFragment(before + signature, before.length, scope);

type Described = Omit<SignatureParts, 'references'>;

const openSignature = ({ prefix, id }: Described): string =>
  `<${tagsOf(prefix).name('Signature')} xmlns${prefix === '' ? '' : `:${prefix}`}="${DSIG}"${attribute('Id', id)}>`;

const restOf = ({ keyInfo, objects }: Described, { name }: Tags): string =>
  `${keyInfo}${objects.join('')}</${name('Signature')}>`;

function signedInfo({ canonicalization, algorithm, references }: SignatureParts, tags: Tags): string {
  const method = canonical('CanonicalizationMethod', canonicalization, tags);
  const signature = tags.empty('SignatureMethod', attribute('Algorithm', signatures[algorithm].uri));
  return tags.around('SignedInfo', `${method}${signature}${references.map((each) => reference(each, tags)).join('')}`);
}

function reference({ id, uri, type, transforms, digest, value }: ReferenceParts, tags: Tags): string {
  const each = transforms.map((transform) =>
    transform === 'enveloped-signature'
      ? tags.empty('Transform', attribute('Algorithm', ENVELOPED))
      : canonical('Transform', transform, tags),
  );
  const list = each.length === 0 ? '' : tags.around('Transforms', each.join(''));
  const method = tags.empty('DigestMethod', attribute('Algorithm', digests[digest]));
  const attributes = `${attribute('Id', id)}${attribute('URI', uri)}${attribute('Type', type)}`;
  return tags.around('Reference', `${list}${method}${tags.around('DigestValue', value)}`, attributes);
}

/** Exclusive XML Canonicalization 1.0, 4: the list of prefixes is a parameter of the algorithm. */
function canonical(name: string, method: CanonicalMethod, tags: Tags): string {
  const { uri, exclusive } = canonicalizations[method.name];
  if (!exclusive || method.prefixes.length === 0) return tags.empty(name, attribute('Algorithm', uri));
  const list = `<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE}"${attribute('PrefixList', method.prefixes.join(' '))}/>`;
  return tags.around(name, list, attribute('Algorithm', uri));
}

export type Tags = ReturnType<typeof tagsOf>;

/** Writes elements of the namespace of signatures with a prefix, or with none. */
export function tagsOf(prefix: string) {
  const name = (local: string): string => (prefix === '' ? local : `${prefix}:${local}`);
  return {
    name,
    empty: (local: string, attributes: string): string => `<${name(local)}${attributes}/>`,
    around: (local: string, content: string, attributes = ''): string =>
      `<${name(local)}${attributes}>${content}</${name(local)}>`,
  };
}

const attribute = (name: string, value: string | undefined): string =>
  value === undefined ? '' : ` ${name}="${escapeXml(value)}"`;
