import type { XmlNode as LibraryNode, XmlDocument } from 'libxml2-wasm';
import { lend } from './cache.ts';
import { type Canonicalisation, canonicalXml } from './canonical.ts';
import { unwrap, wrap, type XmlNode } from './node.ts';
import { collect } from './output.ts';
import { compileBound, compileXPath, type Namespaces, prefixesOf } from './xpath.ts';

/** A parsed document, to be read. XPath is 1.0; a prefix that `namespaces` lacks is the document's own. */
export interface XmlTree {
  readonly root: XmlNode;
  /** What the root element declares; the default namespace under the empty prefix. */
  readonly namespaces: Namespaces;
  /** The result of any XPath; nodes in document order. `from` is the context node, else the root element. */
  evaluate(xpath: string, namespaces?: Namespaces, from?: XmlNode): string | number | boolean | readonly XmlNode[];
  /** The nodes of a path; none when the expression gives no nodes. */
  find(xpath: string, namespaces?: Namespaces, from?: XmlNode): readonly XmlNode[];
  /** The text of the first node, or the computed text; undefined when there is no node. */
  text(xpath: string, namespaces?: Namespaces, from?: XmlNode): string | undefined;
  /** UTF-8, unformatted, with XML declaration. */
  serialise(): Uint8Array;
  canonical(options?: Canonicalisation, of?: XmlNode): Uint8Array;
  /** The library's own document, for a validator of `actions/lib`. */
  readonly document: XmlDocument;
  /** What was parsed. */
  readonly bytes: Uint8Array;
}

/**
 * Parses (or finds parsed) and lends the tree while `read` runs. `read` must not be asynchronous: the tree and its
 * nodes are gone when it returns.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE
 */
export function withXml<T>(bytes: Uint8Array, read: (tree: XmlTree) => T): T {
  return lend(bytes, (document) => read(new Tree(document, bytes)));
}

class Tree implements XmlTree {
  readonly document: XmlDocument;
  readonly bytes: Uint8Array;

  constructor(document: XmlDocument, bytes: Uint8Array) {
    this.document = document;
    this.bytes = bytes;
  }

  get root(): XmlNode {
    return wrap(this.document.root);
  }

  get namespaces(): Namespaces {
    return this.document.root.nsDeclarations;
  }

  evaluate(xpath: string, namespaces: Namespaces = {}, from?: XmlNode) {
    const result = evaluateIn(this.document, xpath, namespaces, from);
    return Array.isArray(result) ? result.map(wrap) : result;
  }

  find(xpath: string, namespaces: Namespaces = {}, from?: XmlNode): readonly XmlNode[] {
    const result = this.evaluate(xpath, namespaces, from);
    return typeof result === 'object' ? result : [];
  }

  text(xpath: string, namespaces: Namespaces = {}, from?: XmlNode): string | undefined {
    const result = this.evaluate(xpath, namespaces, from);
    return typeof result === 'object' ? result[0]?.text : String(result);
  }

  serialise(): Uint8Array {
    return serialiseXml(this.document);
  }

  canonical(options: Canonicalisation = {}, of?: XmlNode): Uint8Array {
    return canonicalXml(of === undefined ? this.document : unwrap(of), options);
  }
}

export const serialiseXml = (document: XmlDocument): Uint8Array =>
  collect((handler) => document.save(handler, { encoding: 'UTF-8', format: false }));

/** Evaluates an XPath with the prefixes it uses bound: the caller's, the root's, or the first in the document. */
export function evaluateIn(
  document: XmlDocument,
  xpath: string,
  namespaces: Namespaces,
  from?: XmlNode,
): string | number | boolean | LibraryNode[] {
  const compiled =
    compileBound(xpath, namespaces) ??
    compileXPath(
      xpath,
      Object.fromEntries(prefixesOf(xpath).map((prefix) => [prefix, bind(document, prefix, namespaces)])),
    );
  return (from === undefined ? document.root : unwrap(from)).eval(compiled);
}

/** A prefix that nothing declares gets a namespace that nothing is in: its paths find nothing. */
function bind(document: XmlDocument, prefix: string, namespaces: Namespaces): string {
  const declared = namespaces[prefix] ?? document.root.nsDeclarations[prefix];
  if (declared !== undefined) return declared;
  const deeper = document.eval(compileXPath(`string((//namespace::${prefix})[1])`, {}));
  return typeof deeper === 'string' && deeper !== '' ? deeper : `urn:timbre:undeclared:${prefix}`;
}
