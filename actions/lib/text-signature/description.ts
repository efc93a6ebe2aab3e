import type { AttributeNames } from '../xml-text/index.ts';

/** How a text is drawn from an XML document: compiled from a text description file. */
export interface TextDescription {
  /** What the text begins with. */
  readonly start: string;
  /** What stands before each field. */
  readonly before: string;
  /** What the text ends with. */
  readonly end: string;
  /** White space of a field is collapsed, as XPath's normalize-space does. */
  readonly collapse: boolean;
  readonly root: Name;
  /** What an element writes: by namespace, then by local name. */
  readonly entries: ReadonlyMap<string, ReadonlyMap<string, readonly Part[]>>;
  /** Prefixes that the description declares; places in `with` use them too. */
  readonly namespaces: Readonly<Record<string, string>>;
}

export interface Name {
  /** As written in the description, with its prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly local: string;
}

/** One line of an element's entry. */
export type Part =
  | AttributesPart
  | { readonly kind: 'content'; readonly select: Selection; readonly optional: boolean }
  | { readonly kind: 'apply'; readonly select: Selection }
  | { readonly kind: 'each'; readonly select: Selection; readonly write: readonly Part[] }
  | { readonly kind: 'when'; readonly attribute: Name; readonly equals: string; readonly write: readonly Part[] };

/** A required field writes its separator even if the attribute is absent; an optional one writes nothing then. */
export interface Field extends Name {
  readonly optional: boolean;
}

/** Fields of one element. */
export interface AttributesPart {
  readonly kind: 'attributes';
  /** `index` says where in `names` a field is that is in no namespace. */
  readonly fields: readonly (Field & { readonly index: number })[];
  readonly names: AttributeNames;
}

/** Elements below the one at hand. */
export type Selection =
  | { readonly kind: 'self' }
  | { readonly kind: 'all' }
  | { readonly kind: 'children'; readonly steps: readonly Name[] }
  | { readonly kind: 'descendants'; readonly name: Name };
