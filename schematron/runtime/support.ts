import { stringOf, trimmed, tryCast } from './cast.ts';
import { identity } from './compare.ts';
import * as decimal from './decimal.ts';
import { type Decimal, parseDecimal, parseInteger } from './decimal.ts';
import { parseDouble } from './double.ts';
import { DynamicError } from './error.ts';
import { namespaceUri } from './functions/nodes.ts';
import { sum } from './functions/numbers.ts';
import { AnyUri, type Atomic, Double, type Item, QualifiedName, typeName, Untyped } from './item.ts';
import { rootOf } from './nodes.ts';
import type { Session } from './session.ts';

/** Small things that generated code is made of. */

export function maybe<T, R>(item: T | undefined, apply: (item: T) => R): R | undefined {
  return item === undefined ? undefined : apply(item);
}

export function mapAll<T, R>(items: readonly T[], apply: (item: T) => R): R[] {
  const result: R[] = [];
  for (const item of items) result.push(apply(item));
  return result;
}

export function list<T>(item: T | undefined): T[] {
  return item === undefined ? [] : [item];
}

/** A value that is computed when it is first asked for; an error is raised at each asking. */
export function lazy<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}

export function boxUntyped(text: string): Untyped {
  return new Untyped(text);
}

export function boxDouble(value: number): Double {
  return new Double(value);
}

export function unboxDouble(item: Double): number {
  return item.value;
}

export function unboxDoubleIf(item: Double | undefined): number | undefined {
  return item?.value;
}

export function onlyNodes(items: readonly Item[]): number[] {
  return items.map(asNode);
}

export function asNode(item: Item): number {
  if (typeof item === 'number') return item;
  throw new DynamicError('XPTY0019', `a node is wanted, and “${stringOf(item)}” is a value`);
}

/** The number of a predicate as a position; no position for the empty sequence. */
export function positionOf(value: number | Decimal | undefined): number {
  if (value === undefined) return -1;
  return typeof value === 'number' ? value : decimal.toDouble(value);
}

export function filter<T>(items: readonly T[], test: (item: T, position: number, last: number) => boolean): T[] {
  return items.filter((item, at) => test(item, at + 1, items.length));
}

export function present(_item: unknown): boolean {
  return true;
}

/** Of a string or number. */
export function isTrue(value: string | number | undefined): boolean {
  return Boolean(value);
}

export function orEmpty(text: string | undefined): string {
  return text ?? '';
}

export function stringOrEmpty(item: Atomic | undefined): string {
  return item === undefined ? '' : stringOf(item);
}

export function stringJoin(texts: readonly string[], separator = ''): string {
  return texts.join(separator);
}

export function numberOfText(text: string | undefined): number {
  return text === undefined ? Number.NaN : (parseDouble(trimmed(text)) ?? Number.NaN);
}

export function sumOrZero(items: readonly Atomic[]): Atomic {
  return sum(items, decimal.zero) ?? decimal.zero;
}

export function sumDecimals(items: readonly Decimal[]): Decimal {
  let total = decimal.zero;
  for (const item of items) total = decimal.add(total, item);
  return total;
}

export function textToDecimal(text: string): Decimal {
  return parseDecimal(trimmed(text)) ?? invalid(text, 'decimal');
}

export function textToInteger(text: string): Decimal {
  return parseInteger(trimmed(text)) ?? invalid(text, 'integer');
}

export function textToDouble(text: string): number {
  return parseDouble(trimmed(text)) ?? invalid(text, 'double');
}

function invalid(text: string, type: string): never {
  throw new DynamicError('FORG0001', `“${text}” cannot be cast to xs:${type}`);
}

export function isCastable(item: Atomic, type: string): boolean {
  return tryCast(item, type) !== undefined;
}

/** `instance of` an atomic type. */
export function isOfType(item: Item, type: string): boolean {
  if (typeof item === 'number') return false;
  const actual = typeName(item);
  if (type === 'anyAtomicType' || type === actual) return true;
  if (type === 'decimal') return actual === 'integer';
  return type === 'duration' && (actual === 'dayTimeDuration' || actual === 'yearMonthDuration');
}

export function allAre(items: readonly Item[], least: number, most: number, test: (item: Item) => boolean): boolean {
  return items.length >= least && (most < 0 || items.length <= most) && items.every(test);
}

/** The index of an xsl:key: nodes by what `identity` makes of each value of `use`. */
export type KeyIndex = ReadonlyMap<string, readonly number[]>;

export function lookUp(index: KeyIndex, wanted: readonly Atomic[]): number[] {
  const found = new Set<number>();
  for (const value of wanted) for (const node of index.get(identity(value)) ?? []) found.add(node);
  return [...found].sort((a, b) => a - b);
}

export function addToIndex(index: Map<string, number[]>, node: number, values: readonly Atomic[]): void {
  for (const value of values) {
    const key = identity(value);
    const nodes = index.get(key);
    if (nodes === undefined) index.set(key, [node]);
    else if (nodes.at(-1) !== node) nodes.push(node);
  }
}

/** fn:error */
export function raise(message = 'error() was called'): never {
  throw new DynamicError('FOER0000', message);
}

export function tail<T>(items: readonly T[]): T[] {
  return items.slice(1);
}

export function head<T>(items: readonly T[]): T | undefined {
  return items[0];
}

export function root(node: number | undefined): number | undefined {
  return node === undefined ? undefined : rootOf(node);
}

export function namespaceUriValue(session: Session, node: number | undefined): AnyUri {
  return new AnyUri(namespaceUri(session, node));
}

export function qualifiedName(uri: string | undefined, lexical: string): QualifiedName {
  const [first = '', second] = lexical.split(':');
  return second === undefined ? new QualifiedName('', uri ?? '', first) : new QualifiedName(first, uri ?? '', second);
}

export function localNameFromQName(name: QualifiedName | undefined): string | undefined {
  return name?.local;
}

export function namespaceFromQName(name: QualifiedName | undefined): AnyUri | undefined {
  return name === undefined ? undefined : new AnyUri(name.uri);
}

/** Codes in one string with blanks between, as `contains(' A B ', concat(' ', x, ' '))` asks for them. */
export class CodeList {
  readonly #list: string;
  #codes: ReadonlySet<string> | undefined;

  constructor(text: string) {
    this.#list = text;
  }

  has(code: string): boolean {
    this.#codes ??= new Set(this.#list.split(' ').slice(1, -1));
    return code.includes(' ') ? this.#list.includes(` ${code} `) : this.#codes.has(code);
  }
}

/** What xsl:value-of writes. */
export function joined(items: readonly Atomic[], separator = ' '): string {
  return items.map(stringOf).join(separator);
}

/** What is computed once for each validation; an error is raised at each asking. */
export function perSession<T>(compute: () => T): (session: Session) => T {
  let known: { readonly value: T } | undefined;
  const forget = () => {
    known = undefined;
  };
  return (session) => {
    if (known === undefined) {
      known = { value: compute() };
      session.atEnd.push(forget);
    }
    return known.value;
  };
}

/** What is computed once for each node and kept until the next node asks. */
export function perNode<T>(compute: (node: number) => T): (session: Session, node: number) => T {
  let at = -1;
  let known: { readonly value: T } | undefined;
  const forget = () => {
    at = -1;
    known = undefined;
  };
  return (session, node) => {
    if (at !== node) {
      if (at === -1) session.atEnd.push(forget);
      at = node;
      known = undefined;
    }
    known ??= { value: compute(node) };
    return known.value;
  };
}
