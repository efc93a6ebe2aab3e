import { kinds, lexicalName, nameOf, type Tree } from '../tree/index.ts';

/** Where a node is, for people: `/Invoice/cac:InvoiceLine[2]/cbc:ID`; positions where there are several of a name. */
export function readablePath(tree: Tree, node: number): string {
  return steps(tree, node)
    .map((each) => `/${readableStep(tree, each)}`)
    .join('')
    .replace(/^$/, '/');
}

/** Where a node is, for programs: an XPath that needs no prefixes, `/*:Invoice[namespace-uri()='urn:…'][1]/…`. */
export function exactPath(tree: Tree, node: number): string {
  return steps(tree, node)
    .map((each) => `/${exactStep(tree, each)}`)
    .join('')
    .replace(/^$/, '/');
}

function steps(tree: Tree, node: number): number[] {
  const found: number[] = [];
  for (let n = node; n > 0; n = tree.parent[n] as number) found.unshift(n);
  return found;
}

function readableStep(tree: Tree, node: number): string {
  const [position, count] = among(tree, node);
  const index = count > 1 ? `[${position}]` : '';
  switch (tree.kind[node]) {
    case kinds.attribute:
      return `@${lexicalName(tree, node)}`;
    case kinds.element:
      return lexicalName(tree, node) + index;
    default:
      return nodeTest(tree, node) + index;
  }
}

function exactStep(tree: Tree, node: number): string {
  const { uri, local } = nameOf(tree, node);
  const name = uri === '' ? local : `*:${local}[namespace-uri()='${uri.replace(/'/g, "''")}']`;
  switch (tree.kind[node]) {
    case kinds.attribute:
      return `@${name}`;
    case kinds.element:
      return `${name}[${among(tree, node)[0]}]`;
    default:
      return `${nodeTest(tree, node)}[${among(tree, node)[0]}]`;
  }
}

function nodeTest(tree: Tree, node: number): string {
  if (tree.kind[node] === kinds.text) return 'text()';
  return tree.kind[node] === kinds.comment ? 'comment()' : `processing-instruction(${lexicalName(tree, node)})`;
}

/** The position of a node among its siblings of the same kind and name, and how many these are. */
function among(tree: Tree, node: number): readonly [number, number] {
  const { kind, name, end, attributes, parent } = tree;
  if (kind[node] === kinds.attribute) return [1, 1];
  const above = parent[node] as number;
  const target = kind[node] === kinds.instruction ? lexicalName(tree, node) : '';
  let position = 0;
  let count = 0;
  for (let n = above + 1 + (attributes[above] as number); n < (end[above] as number); n = end[n] as number) {
    if (kind[n] !== kind[node] || name[n] !== name[node] || (target !== '' && lexicalName(tree, n) !== target))
      continue;
    count++;
    if (n === node) position = count;
  }
  return [position, count];
}
