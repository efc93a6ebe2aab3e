import { kinds, leafValue, lexicalName, nameOf, stringValue, type Tree } from '../tree/index.ts';
import type { Axis, NodeTest } from '../xpath/index.ts';
import { type Atomic, Untyped } from './item.ts';
import { baseOf, idIn, type Session, treeOf } from './session.ts';

/** What XPath says of nodes, for nodes of any document. Generated code reads the arrays of the main document itself. */

export function textOf(session: Session, node: number): string {
  return stringValue(treeOf(session, node), idIn(node));
}

/** The typed value of a node of a document without schema. */
export function typedValue(session: Session, node: number): Atomic {
  const tree = treeOf(session, node);
  const id = idIn(node);
  const kind = tree.kind[id];
  const text = stringValue(tree, id);
  return kind === kinds.comment || kind === kinds.instruction ? text : new Untyped(text);
}

export function rootOf(node: number): number {
  return baseOf(node);
}

/** The nodes on an axis that pass a test, in the axis' order: nearest first on the reverse axes. */
export function axis(session: Session, node: number, along: Axis, test: NodeTest): number[] {
  const tree = treeOf(session, node);
  const base = baseOf(node);
  const found: number[] = [];
  const principal = along === 'attribute' ? kinds.attribute : kinds.element;
  walks[along](tree, idIn(node), (id) => {
    if (passes(tree, id, test, principal)) found.push(base + id);
  });
  return found;
}

type Walk = (tree: Tree, node: number, visit: (id: number) => void) => void;

const walks: Readonly<Record<Axis, Walk>> = {
  self: (_, node, visit) => visit(node),
  child: eachChild,
  attribute: eachAttribute,
  descendant: eachDescendant,
  'descendant-or-self': (tree, node, visit) => {
    visit(node);
    eachDescendant(tree, node, visit);
  },
  parent: (tree, node, visit) => {
    if (node > 0) visit(tree.parent[node] as number);
  },
  ancestor: eachAncestor,
  'ancestor-or-self': (tree, node, visit) => {
    visit(node);
    eachAncestor(tree, node, visit);
  },
  'following-sibling': (tree, node, visit) => {
    eachSibling(tree, node, (id) => {
      if (id > node) visit(id);
    });
  },
  'preceding-sibling': (tree, node, visit) => {
    const before: number[] = [];
    eachSibling(tree, node, (id) => {
      if (id < node) before.push(id);
    });
    for (const id of before.reverse()) visit(id);
  },
  following: (tree, node, visit) => {
    const from = tree.kind[node] === kinds.attribute ? node : (tree.end[node] as number);
    for (let id = from; id < tree.size; id++) if (tree.kind[id] !== kinds.attribute) visit(id);
  },
  preceding: (tree, node, visit) => {
    const ancestors = new Set<number>();
    eachAncestor(tree, node, (id) => ancestors.add(id));
    for (let id = node - 1; id > 0; id--) if (tree.kind[id] !== kinds.attribute && !ancestors.has(id)) visit(id);
  },
  namespace: () => undefined,
};

function eachSibling(tree: Tree, node: number, visit: (id: number) => void): void {
  if (node > 0 && tree.kind[node] !== kinds.attribute) eachChild(tree, tree.parent[node] as number, visit);
}

function eachChild(tree: Tree, node: number, visit: (id: number) => void): void {
  const end = tree.end[node] as number;
  for (let id = node + 1 + (tree.attributes[node] as number); id < end; id = tree.end[id] as number) visit(id);
}

function eachAttribute(tree: Tree, node: number, visit: (id: number) => void): void {
  const last = node + (tree.attributes[node] as number);
  for (let id = node + 1; id <= last; id++) visit(id);
}

function eachDescendant(tree: Tree, node: number, visit: (id: number) => void): void {
  const end = tree.end[node] as number;
  for (let id = node + 1; id < end; id++) if (tree.kind[id] !== kinds.attribute) visit(id);
}

function eachAncestor(tree: Tree, node: number, visit: (id: number) => void): void {
  for (let id = tree.parent[node] as number; id >= 0; id = tree.parent[id] as number) visit(id);
}

const kindOf: Readonly<Record<Exclude<NodeTest['node'], 'node' | 'principal'>, number>> = {
  element: kinds.element,
  attribute: kinds.attribute,
  text: kinds.text,
  comment: kinds.comment,
  'processing-instruction': kinds.instruction,
  'document-node': kinds.document,
};

function passes(tree: Tree, id: number, test: NodeTest, principal: number): boolean {
  if (test.node === 'node') return true;
  if (tree.kind[id] !== (test.node === 'principal' ? principal : kindOf[test.node])) return false;
  if (test.local === undefined && test.uri === undefined) return true;
  const { uri, local } = nameOf(tree, id);
  return (test.local === undefined || test.local === local) && (test.uri === undefined || test.uri === uri);
}

/** Whether a node of any document passes a test, as `instance of` and `self::` ask. */
export function isNode(session: Session, node: number, test: NodeTest): boolean {
  const tree = treeOf(session, node);
  const id = idIn(node);
  const kind = tree.kind[id] as number;
  return passes(tree, id, test, kind === kinds.attribute ? kinds.attribute : kinds.element);
}

export function namespaceOf(tree: Tree, id: number): string {
  return nameOf(tree, id).uri;
}

export function localNameOf(tree: Tree, id: number): string {
  return nameOf(tree, id).local;
}

/** By name id: whether any attribute of the document has it. Names that no rule set knows are left out. */
export function attributeNames(tree: Tree): Uint8Array {
  const present = new Uint8Array(tree.known.names);
  for (let id = 1; id < tree.size; id++) if (tree.kind[id] === kinds.attribute) present[tree.name[id] as number] = 1;
  return present;
}

/** Sorts into document order and drops what comes twice; changes and returns the array. */
export function ordered(nodes: number[]): number[] {
  nodes.sort((a, b) => a - b);
  let kept = 0;
  for (const node of nodes) if (kept === 0 || node !== nodes[kept - 1]) nodes[kept++] = node;
  nodes.length = kept;
  return nodes;
}

export function union(a: readonly number[], b: readonly number[]): number[] {
  return ordered([...a, ...b]);
}

export function intersect(a: readonly number[], b: readonly number[]): number[] {
  const others = new Set(b);
  return ordered(a.filter((node) => others.has(node)));
}

export function except(a: readonly number[], b: readonly number[]): number[] {
  const others = new Set(b);
  return ordered(a.filter((node) => !others.has(node)));
}

/** fn:name */
export function lexicalNameOf(session: Session, node: number | undefined): string {
  return node === undefined ? '' : lexicalName(treeOf(session, node), idIn(node));
}

/** The value of a node's attribute in a namespace or none, of the node or its nearest ancestor that has it. */
export function inheritedAttribute(session: Session, node: number, uri: string, local: string): string | undefined {
  const tree = treeOf(session, node);
  for (let id = idIn(node); id >= 0; id = tree.parent[id] as number) {
    const last = id + (tree.kind[id] === kinds.element ? (tree.attributes[id] as number) : 0);
    for (let attribute = id + 1; attribute <= last; attribute++) {
      const name = nameOf(tree, attribute);
      if (name.uri === uri && name.local === local) return leafValue(tree, attribute);
    }
  }
  return undefined;
}
