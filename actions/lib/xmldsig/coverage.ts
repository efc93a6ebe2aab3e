import type { TextElement, XmlText } from '../xml-text/index.ts';
import { type ElementPath, selectElements } from './element-path.ts';
import type { Located } from './located.ts';
import type { Target } from './reference.ts';
import { unsafe } from './refusal.ts';

/** A reference whose digest was checked. */
export interface Covered {
  readonly uri: string;
  /** Undefined: something outside of the document. */
  readonly target: Target | undefined;
  readonly enveloped: boolean;
  /** What the digest is of. */
  readonly octets: Uint8Array;
}

/** What must be among what was signed. */
export interface Coverage {
  readonly covers: ElementPath | undefined;
  readonly content: Uint8Array | undefined;
}

/**
 * The octets of the reference that covers what must be signed.
 *
 * @throws Refusal when none does, or when the signature has an `Object` that nobody signed: signature wrapping lives from either
 */
export function coveringOctets(
  xml: XmlText,
  signature: Located,
  objects: readonly TextElement[],
  covered: readonly Covered[],
  { covers, content }: Coverage,
): Uint8Array {
  for (const object of objects) {
    if (!covered.some(({ target }) => target?.element === object))
      unsafe(`it has an ${object.name} that is not signed`);
  }
  if (covers === undefined && content !== undefined) {
    return (covered.find(({ target }) => target === undefined) ?? unsafe('it does not sign the content')).octets;
  }
  const { element, ancestors } = wantedElement(xml, covers);
  const chain = [...ancestors, element];
  const cover = covered.find(
    ({ target, enveloped }) =>
      target !== undefined && chain.includes(target.element) && !(enveloped && chain.includes(signature.element)),
  );
  return (cover ?? unsafe(`it does not sign ${covers?.source ?? `all of the document, ${element.name}`}`)).octets;
}

function wantedElement(xml: XmlText, covers: ElementPath | undefined): Located {
  if (covers === undefined) return { element: xml.root, ancestors: [] };
  const [one, ...more] = selectElements(xml, covers);
  if (one !== undefined && more.length === 0) return one;
  return unsafe(`the document has ${more.length + (one ? 1 : 0)} elements ${covers.source}, not one`);
}
