import { isCollection, isMap, isScalar, isSeq, type Node, type ParsedNode, type Scalar } from 'yaml';
import type { Place } from '../errors.ts';
import type { Path } from '../source.ts';
import type { Lines } from './lines.ts';

interface Found {
  readonly key?: Node | undefined;
  readonly value?: Node | undefined;
}

/** Where the key or the value at a path stands; `offset` and `length` point into a text value as it was decoded. */
export function placeInYaml(
  root: ParsedNode | null,
  lines: Lines,
  path: Path,
  part: 'key' | 'value' = 'value',
  offset?: number,
  length?: number,
): Place {
  const { found, whole } = find(root, path);
  const value = found.value;
  if (part === 'value' && whole && isScalar(value) && value.range && offset !== undefined) {
    const start = sourceOffset(lines.text, value, offset);
    const end = length === undefined ? start + 1 : sourceOffset(lines.text, value, offset + length - 1) + 1;
    return lines.place(start, Math.max(1, end - start));
  }
  const node = whole && part === 'value' && pointable(value, found.key) ? value : (found.key ?? value);
  const range = node?.range;
  return range ? lines.place(range[0], range[1] - range[0]) : lines.place(0, 1);
}

/** A block collection starts on a later line than its key, an empty value is nowhere: the key says more. */
function pointable(value: Node | undefined, key: Node | undefined): boolean {
  if (!key) return true;
  if (isCollection(value)) return value.flow === true;
  return isScalar(value) && value.range ? value.range[1] > value.range[0] : false;
}

function find(root: ParsedNode | null, path: Path): { found: Found; whole: boolean } {
  let found: Found = { value: root ?? undefined };
  for (const segment of path) {
    const next = child(found.value, segment);
    if (!next) return { found, whole: false };
    found = next;
  }
  return { found, whole: true };
}

function child(node: Node | undefined, segment: string | number): Found | undefined {
  if (isSeq<Node>(node)) {
    const value = node.items[Number(segment)];
    return value ? { value } : undefined;
  }
  if (!isMap<Node, Node | null>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment));
  return pair ? { key: pair.key, value: pair.value ?? undefined } : undefined;
}

/**
 * Quotes, escapes, folding and indentation only add white space and escape characters: the n-th visible character of
 * the value is the n-th visible one of the source, escapes counted as what they stand for.
 */
function sourceOffset(text: string, scalar: Scalar, offset: number): number {
  const [start, end] = scalar.range ?? [0, 0];
  const value = String(scalar.value);
  const bounded = Math.min(offset, value.length);
  const wanted = value.slice(0, bounded).replace(/\s/g, '').length;
  const source = text.slice(start, end);
  if (scalar.type === 'QUOTE_DOUBLE') return start + walk(source, 1, wanted, doubleQuoted);
  if (scalar.type === 'QUOTE_SINGLE') return start + walk(source, 1, wanted, singleQuoted);
  const header = scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED' ? source.indexOf('\n') + 1 : 0;
  return start + walk(source, header, wanted, plain);
}

/** Each match is one piece of source; a piece of white space does not count. */
const doubleQuoted = /\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\x[0-9A-Fa-f]{2}|\\\r?\n|\\[^\n]|\s+|[^\s\\]/y;
const singleQuoted = /''|\s+|[^\s']/y;
const plain = /\s+|[^\s]/y;
const invisible = /^(\s+|\\\r?\n|\\[ tnrvfNPL_\t]|\\u00[aA]0|\\x(20|09|0[aAdD]|[aA]0))$/;

function walk(source: string, from: number, wanted: number, piece: RegExp): number {
  let at = from;
  let seen = 0;
  while (at < source.length) {
    piece.lastIndex = at;
    const found = piece.exec(source)?.[0];
    if (!found) break;
    const counts = !invisible.test(found);
    if (counts && seen === wanted) return at;
    at += found.length;
    if (counts) seen += 1;
  }
  return at;
}
