import { kinds, nameOf } from '../../tree/index.ts';
import { DynamicError } from '../error.ts';
import type { Atomic, Item } from '../item.ts';
import { axis, textOf } from '../nodes.ts';
import * as rounding from '../rounding.ts';
import { idIn, type Session, treeOf } from '../session.ts';
import { isEqual } from './numbers.ts';

/** Functions on sequences of any items. */

export function insertBefore(items: readonly Item[], position: number, inserts: readonly Item[]): Item[] {
  const at = Math.min(Math.max(position, 1), items.length + 1) - 1;
  return [...items.slice(0, at), ...inserts, ...items.slice(at)];
}

export function remove(items: readonly Item[], position: number): Item[] {
  return items.filter((_, at) => at + 1 !== position);
}

export function reverse<T>(items: readonly T[]): T[] {
  return [...items].reverse();
}

export function subsequence<T>(items: readonly T[], start: number, length = Number.POSITIVE_INFINITY): T[] {
  const from = rounding.round(start);
  const to = from + rounding.round(length);
  return items.filter((_, at) => at + 1 >= from && at + 1 < to);
}

export function zeroOrOne<T>(items: readonly T[]): T | undefined {
  if (items.length > 1) throw new DynamicError('FORG0003', 'more than one item where at most one is wanted');
  return items[0];
}

export function oneOrMore<T>(items: readonly T[]): readonly T[] {
  if (items.length === 0) throw new DynamicError('FORG0004', 'no item where at least one is wanted');
  return items;
}

export function exactlyOneItem<T>(items: readonly T[]): T {
  const [item] = items;
  if (items.length !== 1 || item === undefined)
    throw new DynamicError('FORG0005', `${items.length} items where exactly one is wanted`);
  return item;
}

export function deepEqual(session: Session, a: readonly Item[], b: readonly Item[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((left, at) => {
    const right = b[at];
    if (typeof left === 'number' || typeof right === 'number')
      return typeof left === 'number' && typeof right === 'number' && sameNodes(session, left, right);
    return right !== undefined && equalOrBothNaN(left, right);
  });
}

function equalOrBothNaN(a: Atomic, b: Atomic): boolean {
  const isNotANumber = (item: Atomic) => typeof item === 'object' && 'value' in item && Number.isNaN(item.value);
  return (isNotANumber(a) && isNotANumber(b)) || isEqual(a, b);
}

function sameNodes(session: Session, a: number, b: number): boolean {
  const left = { tree: treeOf(session, a), id: idIn(a) };
  const right = { tree: treeOf(session, b), id: idIn(b) };
  const kind = left.tree.kind[left.id];
  if (kind !== right.tree.kind[right.id]) return false;
  const leftName = nameOf(left.tree, left.id);
  const rightName = nameOf(right.tree, right.id);
  if (leftName.uri !== rightName.uri || leftName.local !== rightName.local) return false;
  if (kind !== kinds.element && kind !== kinds.document) return textOf(session, a) === textOf(session, b);
  return sameAttributes(session, a, b) && sameChildren(session, a, b);
}

function sameAttributes(session: Session, a: number, b: number): boolean {
  const left = axis(session, a, 'attribute', { node: 'node' });
  const right = axis(session, b, 'attribute', { node: 'node' });
  return left.length === right.length && left.every((one) => right.some((other) => sameNodes(session, one, other)));
}

function sameChildren(session: Session, a: number, b: number): boolean {
  const content = (node: number) =>
    axis(session, node, 'child', { node: 'node' }).filter((child) => {
      const kind = treeOf(session, child).kind[idIn(child)];
      return kind === kinds.element || kind === kinds.text;
    });
  const left = content(a);
  const right = content(b);
  return left.length === right.length && left.every((child, at) => sameNodes(session, child, right[at] as number));
}
