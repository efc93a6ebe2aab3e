import { type ItemTest, type Name, type NodeKind, type NodeTest, type SequenceType, xs } from './ast.ts';
import type { Cursor } from './cursor.ts';

const kinds: ReadonlySet<string> = new Set<NodeKind>([
  'node',
  'element',
  'attribute',
  'text',
  'comment',
  'processing-instruction',
  'document-node',
]);

/** Whether a kind test such as `text()` stands here. */
export function atKindTest(cursor: Cursor): boolean {
  return cursor.token.type === 'name' && isKind(cursor.token.text) && cursor.isSymbol('(', 1);
}

/** KindTest; tests on types of a schema have no meaning for documents without one. */
export function parseKindTest(cursor: Cursor): NodeTest {
  const node = cursor.next().text;
  if (!isKind(node)) return cursor.fail('a kind of node is expected here');
  cursor.expectSymbol('(');
  const test = parseKindArgument(cursor, node);
  cursor.expectSymbol(')');
  return test;
}

function parseKindArgument(cursor: Cursor, node: NodeKind): NodeTest {
  if (cursor.isSymbol(')') || cursor.takeSymbol('*')) return { node };
  if (node === 'processing-instruction') return { node, uri: '', local: cursor.next().text };
  if (node === 'element' || node === 'attribute') {
    const { uri, local } = cursor.expectName(node === 'element' ? cursor.elementNamespace : '');
    return { node, uri, local };
  }
  if (node === 'document-node' && cursor.isWord('element')) {
    cursor.fail('document-node() with an element inside is not supported');
  }
  return cursor.fail('“)” is expected here');
}

/** SequenceType */
export function parseSequenceType(cursor: Cursor): SequenceType {
  if (cursor.isWord('empty-sequence') && cursor.isSymbol('(', 1)) {
    cursor.next();
    cursor.expectSymbol('(');
    cursor.expectSymbol(')');
    return { item: 'empty', occurs: 'any' };
  }
  const item = parseItemType(cursor);
  const occurs = cursor.takeSymbol('?')
    ? 'optional'
    : cursor.takeSymbol('*')
      ? 'any'
      : cursor.takeSymbol('+')
        ? 'some'
        : 'one';
  return { item, occurs };
}

function parseItemType(cursor: Cursor): ItemTest {
  if (cursor.isWord('item') && cursor.isSymbol('(', 1)) {
    cursor.next();
    cursor.expectSymbol('(');
    cursor.expectSymbol(')');
    return { is: 'item' };
  }
  if (atKindTest(cursor)) return { is: 'node', test: parseKindTest(cursor) };
  return { is: 'atomic', name: cursor.expectName(xs) };
}

/** SingleType, as it follows `cast as` and `castable as`. */
export function parseAtomicType(cursor: Cursor): { type: Name; optional: boolean } {
  const type = cursor.expectName(xs);
  return { type, optional: cursor.takeSymbol('?') };
}

function isKind(text: string): text is NodeKind {
  return kinds.has(text);
}
