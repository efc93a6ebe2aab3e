import { type XmlNode as LibraryNode, XmlAttribute, XmlElement } from 'libxml2-wasm';
import { childElements } from './children.ts';

/** A node of a tree that is lent by `withXml`. It dies with the loan: keep strings, never nodes. */
export interface XmlNode {
  readonly kind: 'element' | 'attribute' | 'other';
  /** Local name; empty for text and comments. */
  readonly name: string;
  readonly prefix: string;
  /** Empty when the node is in no namespace. */
  readonly namespace: string;
  /** Value of an attribute; all text inside an element. */
  readonly text: string;
  /** Counts from 1; an attribute has its element's. */
  readonly line: number;
  readonly attributes: readonly XmlNode[];
  /** Child elements. */
  readonly children: readonly XmlNode[];
  readonly parent: XmlNode | undefined;
}

export const isXmlNode = (value: unknown): value is XmlNode => value instanceof Wrapped;

export const wrap = (node: LibraryNode): XmlNode => new Wrapped(node);

/** The library's node behind one of ours. */
export function unwrap(node: XmlNode): LibraryNode {
  if (!(node instanceof Wrapped)) throw new TypeError('not a node of this library');
  return node.node;
}

/** Reads on demand: most nodes are asked for one or two of these. */
class Wrapped implements XmlNode {
  readonly node: LibraryNode;

  constructor(node: LibraryNode) {
    this.node = node;
  }

  get kind(): XmlNode['kind'] {
    if (this.node instanceof XmlElement) return 'element';
    return this.node instanceof XmlAttribute ? 'attribute' : 'other';
  }

  get name(): string {
    return this.#named?.name ?? '';
  }

  get prefix(): string {
    return this.#named?.prefix ?? '';
  }

  get namespace(): string {
    return this.#named?.namespaceUri ?? '';
  }

  get text(): string {
    return this.node.content;
  }

  get line(): number {
    return this.node instanceof XmlAttribute ? (this.node.parent?.line ?? 0) : this.node.line;
  }

  get attributes(): readonly XmlNode[] {
    return this.node instanceof XmlElement ? this.node.attrs.map(wrap) : [];
  }

  get children(): readonly XmlNode[] {
    return this.node instanceof XmlElement ? childElements(this.node).map(wrap) : [];
  }

  get parent(): XmlNode | undefined {
    const parent = this.node.parent;
    return parent === null ? undefined : wrap(parent);
  }

  get #named(): XmlElement | XmlAttribute | undefined {
    return this.node instanceof XmlElement || this.node instanceof XmlAttribute ? this.node : undefined;
  }
}
