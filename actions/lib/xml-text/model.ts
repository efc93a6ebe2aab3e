import type { AttributeNames } from './attribute-names.ts';

/** An XML document as its text, with the place of every part, so that a part can be replaced and all else stays as it is. */
export interface XmlText {
  readonly text: string;
  /** `latin1`: its declaration says ISO-8859-1. */
  readonly encoding: 'utf8' | 'latin1';
  readonly root: TextElement;
  /** Comments and processing instructions before the root element and behind it. */
  readonly before: readonly TextAside[];
  readonly after: readonly TextAside[];
}

export interface TextElement {
  /** As written, with its prefix. */
  readonly name: string;
  readonly local: string;
  /** Empty when the element is in no namespace. */
  readonly namespace: string;
  readonly scope: NamespaceScope;
  /** Made when it is asked for, as `children` is: nothing keeps them. */
  readonly attributes: readonly TextAttribute[];
  /** How many it has, declarations of namespaces among them. */
  readonly attributeCount: number;
  /** The attribute that is written with this name. */
  attribute(name: string): TextAttribute | undefined;
  /** Where the values of these attributes stand; overwritten by the next call with the same names. */
  places(names: AttributeNames): Int32Array;
  readonly children: readonly TextChild[];
  /** Tells the child elements in their order, without making a list of them. */
  forElements(visit: (child: TextElement) => void): void;
  /** Comments and processing instructions directly inside; undefined when there are none. */
  readonly asides: readonly TextAside[] | undefined;
  /** Offset of the `<` of its start tag. */
  readonly start: number;
  /** Offset of its end tag, or of the `/>` where it has none. */
  readonly close: number;
  /** Offset behind all of it. */
  readonly end: number;
  /** Offset in the text behind the last attribute, or behind the name when there is none. */
  readonly insertAt: number;
}

export type TextChild = TextElement | TextPiece;

/** Character data between two tags: offsets in the text; `cdata` is taken as it stands. */
export interface TextPiece {
  readonly start: number;
  readonly end: number;
  readonly cdata: boolean;
}

/** A comment or a processing instruction, from its `<` to behind its `>`. */
export interface TextAside {
  readonly kind: 'comment' | 'instruction';
  readonly start: number;
  readonly end: number;
}

/** The value as written stands between `start` and `end`, without its quotes. */
export interface TextAttribute {
  /** As written, with its prefix. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Prefix to namespace; the empty prefix is the default namespace. */
export type NamespaceScope = Readonly<Record<string, string>>;
