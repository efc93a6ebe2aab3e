import { kinds, nameOf, type Tree } from '../../tree/index.ts';
import { QualifiedName } from '../item.ts';
import { inheritedAttribute, lexicalNameOf } from '../nodes.ts';
import { idIn, type Session, treeOf } from '../session.ts';

/** Functions on nodes. An absent argument is the empty sequence. */

export function localName(session: Session, node: number | undefined): string {
  return node === undefined ? '' : nameOf(treeOf(session, node), idIn(node)).local;
}

export function namespaceUri(session: Session, node: number | undefined): string {
  return node === undefined ? '' : nameOf(treeOf(session, node), idIn(node)).uri;
}

export function nodeName(session: Session, node: number | undefined): QualifiedName | undefined {
  if (node === undefined) return undefined;
  const { uri, local } = nameOf(treeOf(session, node), idIn(node));
  if (local === '') return undefined;
  const lexical = lexicalNameOf(session, node);
  const colon = lexical.indexOf(':');
  return new QualifiedName(colon < 0 ? '' : lexical.slice(0, colon), uri, local);
}

export function lang(session: Session, wanted: string | undefined, node: number): boolean {
  const actual = inheritedAttribute(session, node, 'http://www.w3.org/XML/1998/namespace', 'lang');
  if (actual === undefined) return false;
  const [language, asked] = [actual.toLowerCase(), (wanted ?? '').toLowerCase()];
  return language === asked || language.startsWith(`${asked}-`);
}

/** Unique within a validation. */
export function generateId(node: number | undefined): string {
  return node === undefined ? '' : `n${node}`;
}

/** fn:path: `/Q{uri}Invoice[1]/Q{…}ID[1]`. */
export function pathOf(session: Session, node: number | undefined): string | undefined {
  if (node === undefined) return undefined;
  const tree = treeOf(session, node);
  let text = '';
  for (let id = idIn(node); id > 0; id = tree.parent[id] as number) text = `/${pathStep(tree, id)}${text}`;
  return text === '' ? '/' : text;
}

function pathStep(tree: Tree, id: number): string {
  const { uri, local } = nameOf(tree, id);
  switch (tree.kind[id]) {
    case kinds.attribute:
      return uri === '' ? `@${local}` : `@Q{${uri}}${local}`;
    case kinds.text:
      return `text()[${position(tree, id)}]`;
    case kinds.comment:
      return `comment()[${position(tree, id)}]`;
    case kinds.instruction:
      return `processing-instruction(${local})[${position(tree, id)}]`;
    default:
      return `Q{${uri}}${local}[${position(tree, id)}]`;
  }
}

/** Among the siblings of the same kind and name. */
function position(tree: Tree, id: number): number {
  const parent = tree.parent[id] as number;
  const { uri, local } = nameOf(tree, id);
  let count = 0;
  for (let n = parent + 1 + (tree.attributes[parent] as number); n <= id; n = tree.end[n] as number) {
    const other = nameOf(tree, n);
    if (tree.kind[n] === tree.kind[id] && other.uri === uri && other.local === local) count++;
  }
  return count;
}
