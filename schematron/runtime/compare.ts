import { cast, stringOf, toNumber, trimmed } from './cast.ts';
import { compareDecimals, Decimal, toDouble } from './decimal.ts';
import { parseDouble } from './double.ts';
import { Duration } from './duration.ts';
import { DynamicError } from './error.ts';
import { AnyUri, type Atomic, Binary, Double, QualifiedName, typeName, Untyped } from './item.ts';
import { compareTemporals, Temporal } from './temporal.ts';

export type Relation = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/** Documents and rules that say no zone mean UTC; the machine's own zone would make verdicts depend on the machine. */
export const implicitZone = 0;

/** A value comparison: untyped values are strings. */
export function valueCompare(relation: Relation, a: Atomic, b: Atomic): boolean {
  const left = a instanceof Untyped ? a.value : a;
  const right = b instanceof Untyped ? b.value : b;
  return holds(relation, left, right);
}

/** One pair of a general comparison: an untyped value takes the other's type. */
export function generalCompare(relation: Relation, a: Atomic, b: Atomic): boolean {
  if (a instanceof Untyped) {
    if (b instanceof Untyped) return compareStrings(relation, a.value, b.value);
    if (isNumeric(b)) return compareUntyped(relation, a.value, numberOf(b));
    return holds(relation, convert(a, b), b);
  }
  if (b instanceof Untyped) {
    if (isNumeric(a)) return compareUntyped(flipped[relation], b.value, numberOf(a));
    return holds(relation, a, convert(b, a));
  }
  return holds(relation, a, b);
}

export const flipped: Readonly<Record<Relation, Relation>> = {
  eq: 'eq',
  ne: 'ne',
  lt: 'gt',
  le: 'ge',
  gt: 'lt',
  ge: 'le',
};

function convert(untyped: Untyped, other: Atomic): Atomic {
  const type = typeName(other);
  return cast(untyped, type === 'integer' ? 'double' : type);
}

function isNumeric(item: Atomic): item is Decimal | Double {
  return item instanceof Decimal || item instanceof Double;
}

function numberOf(item: Decimal | Double): number {
  return item instanceof Double ? item.value : toDouble(item);
}

/** Untyped text against a number, as doubles. Throws FORG0001 when the text is no number. */
export function compareUntyped(relation: Relation, text: string, number: number): boolean {
  return relate(relation, untypedToDouble(text), number);
}

/**
 * The same, where the number's side is one value at most. Saxon, by which authorities judge their rules, compares as Java
 * orders doubles then: NaN equals itself and is above all else, and -0 is below 0.
 */
export function compareUntypedToOne(relation: Relation, text: string, number: number): boolean {
  const value = untypedToDouble(text);
  return relate(relation, javaOrder(value, number), 0);
}

/** The same, of an xs:integer: Saxon reads text of digits alone as one too, and an integer has no -0; but -0.00 has. */
export function compareUntypedToInteger(relation: Relation, text: string, number: number): boolean {
  const value = untypedToDouble(text);
  return relate(relation, javaOrder(negativeZero.test(text) ? 0 : value, number), 0);
}

const negativeZero = /^\s*-0{1,18}\s*$/;

function javaOrder(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b && a !== 0) return 0;
  return rank(a) - rank(b);
}

/** Among what `<` and `>` leave equal. */
function rank(value: number): number {
  if (Number.isNaN(value)) return 2;
  return Object.is(value, -0) ? 0 : 1;
}

export function untypedToDouble(text: string): number {
  const value = parseDouble(trimmed(text));
  if (value === undefined) throw new DynamicError('FORG0001', `“${text}” is no number`);
  return value;
}

/** Of numbers; NaN is unequal to everything and in no order. */
function relate(relation: Relation, a: number, b: number): boolean {
  switch (relation) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'lt':
      return a < b;
    case 'le':
      return a <= b;
    case 'gt':
      return a > b;
    case 'ge':
      return a >= b;
  }
}

/** By Unicode code point. */
export function compareStrings(relation: Relation, a: string, b: string): boolean {
  if (relation === 'eq') return a === b;
  if (relation === 'ne') return a !== b;
  return relate(relation, codepointOrder(a, b), 0);
}

/** JavaScript compares UTF-16 units; surrogates must count as more than the characters above them. */
export function codepointOrder(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    const isHigh = left >= 0xd800 && left <= 0xdfff;
    if (isHigh !== (right >= 0xd800 && right <= 0xdfff)) return isHigh ? 1 : -1;
    return left - right;
  }
  return a.length - b.length;
}

function holds(relation: Relation, a: Atomic, b: Atomic): boolean {
  if (typeof a === 'string' || a instanceof AnyUri) {
    if (typeof b !== 'string' && !(b instanceof AnyUri)) throw incomparable(a, b);
    return compareStrings(relation, stringOf(a), stringOf(b));
  }
  if (a instanceof Decimal && b instanceof Decimal) return relate(relation, compareDecimals(a, b), 0);
  if (isNumeric(a) && isNumeric(b)) return relate(relation, numberOf(a), numberOf(b));
  if (typeof a === 'boolean' && typeof b === 'boolean') return relate(relation, Number(a), Number(b));
  if (a instanceof Temporal && b instanceof Temporal && a.type === b.type) {
    if (a.type.startsWith('g') && relation !== 'eq' && relation !== 'ne') throw incomparable(a, b);
    return relate(relation, compareTemporals(a, b, implicitZone), 0);
  }
  if (a instanceof Duration && b instanceof Duration) return compareDurations(relation, a, b);
  return equal(relation, a, b);
}

function compareDurations(relation: Relation, a: Duration, b: Duration): boolean {
  const seconds = compareDecimals(a.seconds, b.seconds);
  if (relation === 'eq' || relation === 'ne') return (a.months === b.months && seconds === 0) === (relation === 'eq');
  if (a.type === 'duration' || a.type !== b.type) throw incomparable(a, b);
  return relate(relation, a.type === 'yearMonthDuration' ? a.months - b.months : seconds, 0);
}

/** Names and binary values are equal or not, but in no order. */
function equal(relation: Relation, a: Atomic, b: Atomic): boolean {
  const isEqual =
    a instanceof QualifiedName && b instanceof QualifiedName
      ? a.uri === b.uri && a.local === b.local
      : a instanceof Binary && b instanceof Binary && a.type === b.type
        ? a.value === b.value
        : undefined;
  if (isEqual === undefined || (relation !== 'eq' && relation !== 'ne')) throw incomparable(a, b);
  return isEqual === (relation === 'eq');
}

function incomparable(a: Atomic, b: Atomic): DynamicError {
  return new DynamicError('XPTY0004', `xs:${typeName(a)} and xs:${typeName(b)} cannot be compared`);
}

/** For sets of values (distinct-values, index-of, keys): text that is the same for equal values only; NaN equals itself. */
export function identity(item: Atomic): string {
  if (typeof item === 'string') return `s${item}`;
  if (item instanceof Untyped || item instanceof AnyUri) return `s${item.value}`;
  if (item instanceof Decimal) return `n${item}`;
  if (item instanceof Double) {
    const number = toNumber(item) ?? 0;
    return `n${Number.isFinite(number) ? cast(new Double(number), 'decimal') : number}`;
  }
  if (typeof item === 'boolean') return `b${item}`;
  if (item instanceof Temporal) return `${item.type} ${compareKey(item)}`;
  if (item instanceof Duration) return `d${item.months} ${item.seconds}`;
  if (item instanceof QualifiedName) return `q${item.uri} ${item.local}`;
  return `${item.type} ${item.value}`;
}

function compareKey(item: Temporal): string {
  const utc = new Temporal(item.type, item, item.seconds, item.zone ?? implicitZone);
  return stringOf(cast(new Temporal('dateTime', utc, utc.seconds, utc.zone), 'string'));
}
