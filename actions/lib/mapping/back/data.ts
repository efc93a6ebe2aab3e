import { Decimal } from '../../../../engine/expression.ts';
import type { DataPlace, Loop, Target } from '../mapping.ts';
import { quoted } from './convert.ts';

/** What a name stands for while a document is read: the business data, or one item of a list in it. */
export interface Cell {
  value: unknown;
  /** The list it is an item of, and which. */
  readonly list: unknown[] | undefined;
  readonly index: number;
  /** What its name stood for around the loop. */
  readonly outer: Cell | undefined;
}

type Members = Record<string, unknown>;

/** A new item of the list that a loop reads into; it has its place there at once. */
export function newItem(cells: readonly (Cell | undefined)[], into: Loop['into'], outer: Cell | undefined): Cell {
  if (into === undefined || into === 'none') return { value: undefined, list: undefined, index: 0, outer };
  const list = listAt(cells[into.slot], into);
  list.push(undefined);
  return { value: undefined, list, index: list.length - 1, outer };
}

/** Sets a value. What stands there already stays: the text says that another value was read before. */
export function setAt(cell: Cell | undefined, { way, last }: Target, value: unknown): string | undefined {
  if (cell === undefined) return 'there is nothing to read it into';
  if (last === undefined) {
    const before = cell.value;
    if (before !== undefined) return disagreement(before, value);
    put(cell, value);
    return undefined;
  }
  const holder = holderAt(cell, way, last);
  const before = holder[last];
  if (before !== undefined) return disagreement(before, value);
  holder[last] = value;
  return undefined;
}

/** The value at a place; undefined where nothing is. */
export function valueAt(cell: Cell | undefined, { segments }: DataPlace): unknown {
  let value = cell?.value;
  for (const segment of segments) value = (value as Members | undefined)?.[segment];
  return value;
}

function put(cell: Cell, value: unknown): void {
  cell.value = value;
  if (cell.list !== undefined) cell.list[cell.index] = value;
}

function holderAt(cell: Cell, way: readonly string[], last: string): Members {
  if (typeof cell.value !== 'object' || cell.value === null) put(cell, {});
  let holder = cell.value as Members;
  for (let at = 0; at < way.length; at += 1) {
    const segment = way[at] as string;
    let next = holder[segment];
    if (next === undefined) {
      next = isIndex(way[at + 1] ?? last) ? [] : {};
      holder[segment] = next;
    }
    holder = next as Members;
  }
  return holder;
}

function listAt(cell: Cell | undefined, { way, last }: Target): unknown[] {
  if (cell === undefined) return [];
  if (last === undefined) {
    if (Array.isArray(cell.value)) return cell.value;
    const list: unknown[] = [];
    put(cell, list);
    return list;
  }
  const holder = holderAt(cell, way, last);
  const list = holder[last] ?? [];
  holder[last] = list;
  return list as unknown[];
}

const isIndex = (segment: string): boolean => /^\d+$/.test(segment);

function disagreement(before: unknown, value: unknown): string | undefined {
  if (before === value || sameNumber(String(before), String(value))) return undefined;
  return `${quoted(String(value))} is not the ${quoted(String(before))} that was read before`;
}

function sameNumber(a: string, b: string): boolean {
  const [left, right] = [Decimal.parse(a), Decimal.parse(b)];
  return left !== undefined && right !== undefined && left.equals(right);
}
