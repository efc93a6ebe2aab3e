import type { TextElement } from '../xml-text/index.ts';

/** Canonical XML 1.0 (W3C, 15 March 2001) or Exclusive XML Canonicalization 1.0 (W3C, 18 July 2002). */
export interface CanonicalForm {
  readonly exclusive: boolean;
  readonly comments: boolean;
  /** `InclusiveNamespaces/@PrefixList`; the empty prefix stands for `#default`. Only the exclusive form has it. */
  readonly inclusivePrefixes: readonly string[];
}

/** What is made canonical: an element with all that is in it, or the whole document. */
export interface Subtree {
  readonly element: TextElement;
  /** The elements around it, from the root inwards: the inclusive form takes their `xml:` attributes. */
  readonly ancestors: readonly TextElement[];
  /** The document node: comments and instructions around the root element belong to it. */
  readonly document?: boolean;
  /** An element in it that is left out. */
  readonly without?: TextElement | undefined;
}
