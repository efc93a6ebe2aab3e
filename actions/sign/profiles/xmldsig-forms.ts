import { createHash } from 'node:crypto';
import { fail } from '../../../engine/errors.ts';
import { applyPatches, type TextElement, type XmlText } from '../../lib/xml-text/index.ts';
import {
  alone,
  type CanonicalMethod,
  canonicalInside,
  type Digest,
  type ElementPath,
  formOfMethod,
  idOf,
  type Located,
  locateId,
  type ReferenceParts,
  referencedText,
  type SignatureParts,
  type Surroundings,
  selectElements,
  type Target,
  tagsOf,
  wholeDocument,
} from '../../lib/xmldsig/index.ts';
import type { PreparedReference, PreparedXmldsig } from './xmldsig-run.ts';

/** What is signed and where the signature goes. */
export interface Arranged {
  readonly references: readonly ReferenceParts[];
  readonly objects: readonly string[];
  readonly around: Surroundings;
  readonly encoding: XmlText['encoding'];
  /** The document that comes out, once the signature is written. */
  place(signature: string): string;
}

interface Source {
  readonly xml: XmlText;
  readonly bytes: Uint8Array;
  readonly uri: string;
}

type Base = Omit<SignatureParts, 'references'>;

/** The three forms of XML Signature 1.1, 2. */
export function arrange(source: Source, base: Base, prepared: PreparedXmldsig): Arranged {
  switch (prepared.form) {
    case 'enveloped':
      return enveloped(source.xml, prepared);
    case 'enveloping':
      return enveloping(source.xml, base, prepared);
    case 'detached':
      return detached(source, prepared);
  }
}

function enveloped(xml: XmlText, prepared: PreparedXmldsig): Arranged {
  const { text } = xml;
  const parent = prepared.place ? only(xml, prepared.place) : { element: xml.root, ancestors: [] };
  const { element } = parent;
  const references = prepared.references.map((each) => reference(xml, parent, each, prepared));
  const empty = text.startsWith('/>', element.close);
  const [start, end] = empty ? ['>', `</${element.name}>`] : ['', ''];
  const until = empty ? element.end : element.close;
  return {
    references,
    objects: [],
    encoding: xml.encoding,
    around: {
      before: text.slice(0, element.close) + start,
      scope: element.scope,
      ancestors: [...parent.ancestors, element],
    },
    place: (signature) =>
      applyPatches(text, [{ start: element.close, end: until, text: `${start}${signature}${end}` }]),
  };
}

function reference(xml: XmlText, parent: Located, each: PreparedReference, prepared: PreparedXmldsig): ReferenceParts {
  const target = targetOf(xml, each.element);
  const inside = [...parent.ancestors, parent.element].includes(target.element);
  const names = each.transforms ?? [
    ...(inside ? ['enveloped-signature' as const] : []),
    prepared.canonicalization.name,
  ];
  const transforms = names.map((name) => (name === 'enveloped-signature' ? name : methodOf(name, prepared)));
  if (inside && !names.includes('enveloped-signature')) {
    fail('SIGNATURE_PLACE', `The signature stands in ${target.element.name}, which it signs`, {
      hint: 'Add the transform enveloped-signature, or choose another `place`.',
    });
  }
  const form = formOfMethod(
    transforms.find((transform) => transform !== 'enveloped-signature') ?? { name: 'c14n', prefixes: [] },
  );
  const text = referencedText(xml, target, { enveloped: false, form }, undefined);
  const digest = each.digest ?? prepared.digest;
  const uri = target.document ? '' : `#${uniqueId(xml, target.element, each)}`;
  return { uri, id: each.id, type: each.type, transforms, digest, value: digestOf(text, digest) };
}

const methodOf = (name: CanonicalMethod['name'], { canonicalization }: PreparedXmldsig): CanonicalMethod => ({
  name,
  prefixes: canonicalization.prefixes,
});

const targetOf = (xml: XmlText, path: ElementPath | undefined): Target =>
  path === undefined ? wholeDocument(xml) : { ...only(xml, path), document: false };

function only(xml: XmlText, path: ElementPath): Located {
  const found = selectElements(xml, path);
  const [one] = found;
  if (one !== undefined && found.length === 1) return one;
  return fail('SIGNATURE_PLACE', `${path.source}: the document has ${found.length} elements there, not one`);
}

function uniqueId(xml: XmlText, element: TextElement, { element: path }: PreparedReference): string {
  const id = idOf(xml, element) ?? fail('SIGNATURE_PLACE', `${path?.source}: the element has no Id to refer to`);
  const { length } = locateId(xml, id);
  return length === 1 ? id : fail('SIGNATURE_PLACE', `${path?.source}: its Id "${id}" stands ${length} times`);
}

const digestOf = (content: string | Uint8Array, digest: Digest): string =>
  createHash(digest).update(content).digest('base64');

/** The root element moves into an `Object`; a declaration keeps it out of the default namespace of the signature. */
function enveloping({ text, root }: XmlText, base: Base, prepared: PreparedXmldsig): Arranged {
  const { objectId, digest, canonicalization, prefix } = prepared;
  const bare = prefix === '' && root.scope[''] === '' && !root.attributes.some(({ name }) => name === 'xmlns');
  const patches = bare ? [{ start: root.insertAt, end: root.insertAt, text: ' xmlns=""' }] : [];
  const content = applyPatches(text.slice(0, root.end), patches).slice(root.start);
  const objects = [tagsOf(prefix).around('Object', content, ` Id="${objectId}"`)];
  const canonical = canonicalInside({ ...base, objects }, alone(), objectId, canonicalization);
  if (canonical === undefined) {
    return fail('SIGNATURE_PLACE', `The Id "${objectId}" stands in the document already`, {
      hint: 'Choose another `objectId`.',
    });
  }
  const value = digestOf(canonical, digest);
  const uri = `#${objectId}`;
  const references = [{ uri, transforms: [canonicalization], digest, value }];
  return { references, objects, encoding: 'utf8', around: alone(), place: (signature) => signature };
}

/** The digest is of the bytes as they are: no transform can go wrong at the one who verifies. */
function detached({ bytes, uri }: Source, { digest }: PreparedXmldsig): Arranged {
  const references = [{ uri, transforms: [], digest, value: digestOf(bytes, digest) }];
  return { references, objects: [], encoding: 'utf8', around: alone(), place: (signature) => signature };
}
