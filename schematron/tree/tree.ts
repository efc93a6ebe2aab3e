import type { Vocabulary } from './vocabulary.ts';

/** What a node is. Attributes are nodes of their own, right after their element; namespaces are in a side table. */
export const kinds = { document: 0, element: 1, attribute: 2, text: 3, comment: 4, instruction: 5 } as const;

/**
 * A parsed document: read-only, as arrays indexed by node id. Node 0 is the document. Ids are handed out in document order,
 * so `a < b` is XPath's `a << b`. After element `e` come its attributes, `e + 1 … e + attributes[e]`, then its children.
 *
 *     first child of e     e + 1 + attributes[e], when that is < end[e]
 *     next sibling of n    end[n], when that is < end[parent[n]] (n not an attribute)
 *     descendants of e     the ids in [e + 1, end[e]) that are no attributes
 *     no such node         -1
 */
export interface Tree {
  /** The decoded text, without byte order mark, line ends as they were. */
  readonly source: string;
  /** What the names and paths below mean. */
  readonly vocabulary: Vocabulary;
  /** How many names and paths the vocabulary had when this was parsed; a rule set that needs a later one parses anew. */
  readonly known: { readonly names: number; readonly paths: number };
  /** Number of nodes; arrays that are indexed by node may be longer. */
  readonly size: number;
  readonly kind: Uint8Array;
  /** Expanded name of elements and attributes (`vocabulary.names`); an unknown name is >= `unknownName`; 0 = no name. */
  readonly name: Int32Array;
  /** Parent; the element of an attribute; -1 for the document. */
  readonly parent: Int32Array;
  /** First id after the node's subtree; `id + 1` where there is none. */
  readonly end: Int32Array;
  /** Number of attributes of an element. */
  readonly attributes: Int32Array;
  /** Offset in `source` of `<` of elements and instructions, of an attribute's name, of the content of text and comments. */
  readonly start: Int32Array;
  /**
   * The value of attributes, text, comments and instructions: `source.slice(from, to)`, or `values[-1 - to]` if `to < 0`.
   * Of an element all of it, with its tags.
   */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Values that do not stand literally in the source: with references, CDATA, carriage returns, normalised attributes. */
  readonly values: readonly string[];
  /** Path of element names from the root (`vocabulary.paths`); 0 = none that a rule set asked for. Document: 1. */
  readonly path: Int32Array;
  /** By name id: the first element (not attribute) with it, or -1; then `nextOfName[node]`, in document order. */
  readonly firstOfName: Int32Array;
  readonly nextOfName: Int32Array;
  /** By path id: the first element there, or -1; then `nextOfPath[node]`, in document order. */
  readonly firstOfPath: Int32Array;
  readonly nextOfPath: Int32Array;
  /** Names that no rule set knows: `name[n] - unknownName` is the index. */
  readonly unknownNames: readonly ExpandedName[];
  /** Namespace declarations, in document order; several of one element follow each other. `uri` '' undeclares. */
  readonly namespaces: readonly NamespaceDeclaration[];
}

export interface ExpandedName {
  /** '' = no namespace. */
  readonly uri: string;
  readonly local: string;
}

export interface NamespaceDeclaration {
  readonly element: number;
  /** '' = default namespace. */
  readonly prefix: string;
  readonly uri: string;
}

/** Names from here on stand in no rule set; they differ from document to document. */
export const unknownName = 0x1000000;

/** The value of an attribute, text, comment or instruction. */
export function leafValue(tree: Tree, node: number): string {
  const to = tree.to[node] as number;
  return to >= 0 ? tree.source.slice(tree.from[node], to) : (tree.values[-1 - to] as string);
}

/** XPath's string value: of elements and the document, the text in them. */
export function stringValue(tree: Tree, node: number): string {
  const kind = tree.kind[node] as number;
  if (kind > kinds.element) return leafValue(tree, node);
  let text = '';
  const end = tree.end[node] as number;
  for (let n = node + 1 + (tree.attributes[node] as number); n < end; n++)
    if (tree.kind[n] === kinds.text) text = text === '' ? leafValue(tree, n) : text + leafValue(tree, n);
  return text;
}

/** Expanded name of an element, attribute or instruction (its target); empty for other nodes. */
export function nameOf(tree: Tree, node: number): ExpandedName {
  const name = tree.name[node] as number;
  if (name >= unknownName) return tree.unknownNames[name - unknownName] as ExpandedName;
  return name > 0 ? tree.vocabulary.name(name) : { uri: '', local: lexicalName(tree, node) };
}

/** The name as written, with its prefix; '' for nodes without one. */
export function lexicalName(tree: Tree, node: number): string {
  const kind = tree.kind[node] as number;
  if (kind !== kinds.element && kind !== kinds.attribute && kind !== kinds.instruction) return '';
  const from = (tree.start[node] as number) + (kind === kinds.attribute ? 0 : kind === kinds.element ? 1 : 2);
  let to = from;
  while (!endsName(tree.source.charCodeAt(to))) to++;
  return tree.source.slice(from, to);
}

/** White space, `/`, `=`, `>`, `?` or the text's end. */
function endsName(code: number): boolean {
  return code <= 0x20 || code === 0x2f || code === 0x3d || code === 0x3e || code === 0x3f || Number.isNaN(code);
}
