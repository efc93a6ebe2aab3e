import { type CanonicalForm, canonicalText } from '../canonical/index.ts';
import type { TextElement, XmlText } from '../xml-text/index.ts';
import type { Located } from './located.ts';

/** What a reference of the same document names: an element, or the document. */
export interface Target extends Located {
  readonly document: boolean;
}

/** The transforms that are supported, in the one order that makes sense. */
export interface Transforms {
  readonly enveloped: boolean;
  /** Canonical XML 1.0 where none is named: XML Signature 1.1, 4.4.3.2. */
  readonly form: CanonicalForm;
}

/**
 * The text whose digest a reference holds.
 * Comments never count: `""` and `"#id"` name a node-set without them (XML Signature 1.1, 4.4.3.3).
 */
export function referencedText(
  xml: XmlText,
  target: Target,
  { enveloped, form }: Transforms,
  signature: TextElement | undefined,
): string {
  return canonicalText(xml, { ...target, without: enveloped ? signature : undefined }, { ...form, comments: false });
}

export const wholeDocument = ({ root }: XmlText): Target => ({ element: root, ancestors: [], document: true });
