import { cast, stringOf, toNumber } from './cast.ts';
import { untypedToDouble } from './compare.ts';
import { Decimal, toDouble } from './decimal.ts';
import { DynamicError } from './error.ts';
import { AnyUri, type Atomic, Double, type Item, typeName, Untyped } from './item.ts';
import { typedValue } from './nodes.ts';
import type { Session } from './session.ts';

/** Conversions between what generated code knows statically and what it does not: atomization, cardinality, types. */

export function atomize(session: Session, items: readonly Item[]): Atomic[] {
  return items.map((item) => (typeof item === 'number' ? typedValue(session, item) : item));
}

export function atMostOne<T>(items: readonly T[]): T | undefined {
  if (items.length > 1) throw tooMany(items.length);
  return items[0];
}

export function exactlyOne<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw tooFew();
  if (items.length > 1) throw tooMany(items.length);
  return item;
}

export function required<T>(item: T | undefined): T {
  if (item === undefined) throw tooFew();
  return item;
}

export function tooMany(count = 2): DynamicError {
  return new DynamicError(
    'XPTY0004',
    `one item is wanted, and there ${count === 2 ? 'is more than one' : `are ${count}`}`,
  );
}

function tooFew(): DynamicError {
  return new DynamicError('XPTY0004', 'one item is wanted, and there is none');
}

function wrongType(item: Atomic, wanted: string): DynamicError {
  return new DynamicError('XPTY0004', `${wanted} is wanted, and “${stringOf(item)}” is xs:${typeName(item)}`);
}

/** Function conversion rules: an untyped value is cast, a number promoted, an xs:anyURI is a string too. */
export function convert(item: Atomic, type: string): Atomic {
  if (item instanceof Untyped) return type === 'untypedAtomic' || type === 'anyAtomicType' ? item : cast(item, type);
  if (type === 'anyAtomicType') return item;
  const actual = typeName(item);
  if (actual === type) return item;
  if (item instanceof Decimal) {
    if (type === 'double' || type === 'float') return new Double(toDouble(item), type);
    if (item.isInteger && (type === 'decimal' || cast(item, type) !== undefined)) return item;
  }
  if (item instanceof Double && type === 'double') return new Double(item.value);
  if (item instanceof AnyUri && type === 'string') return item.value;
  if (type === 'duration' && (actual === 'dayTimeDuration' || actual === 'yearMonthDuration')) return item;
  if (typeof item === 'string' && derivedFromString.has(type)) return cast(item, type);
  throw wrongType(item, `xs:${type}`);
}

const derivedFromString: ReadonlySet<string> = new Set(['normalizedString', 'token', 'language', 'NMTOKEN', 'Name']);

export function toStringArgument(item: Atomic): string {
  if (typeof item === 'string') return item;
  if (item instanceof Untyped || item instanceof AnyUri) return item.value;
  throw wrongType(item, 'xs:string');
}

/** An argument of type xs:double. */
export function toDoubleArgument(item: Atomic): number {
  if (item instanceof Untyped) return untypedToDouble(item.value);
  if (item instanceof Double) return item.value;
  if (item instanceof Decimal) return toDouble(item);
  throw wrongType(item, 'xs:double');
}

/** An argument of type xs:integer, as a number. */
export function toCountArgument(item: Atomic): number {
  const value = item instanceof Untyped ? cast(item, 'integer') : item;
  if (value instanceof Decimal && value.isInteger) return Number(value.mantissa);
  throw wrongType(value, 'xs:integer');
}

export function toDecimalArgument(item: Atomic): Decimal {
  const value = item instanceof Untyped ? cast(item, 'decimal') : item;
  if (value instanceof Decimal) return value;
  throw wrongType(value, 'xs:decimal');
}

export function toBooleanArgument(item: Atomic): boolean {
  const value = item instanceof Untyped ? cast(item, 'boolean') : item;
  if (typeof value === 'boolean') return value;
  throw wrongType(value, 'xs:boolean');
}

/** An argument of a numeric type: untyped values become doubles. */
export function toNumericArgument(item: Atomic): Decimal | Double {
  if (item instanceof Untyped) return new Double(untypedToDouble(item.value));
  if (item instanceof Decimal || item instanceof Double) return item;
  throw wrongType(item, 'a number');
}

/** fn:number */
export function number(item: Atomic | undefined): number {
  if (item === undefined) return Number.NaN;
  return toNumber(item) ?? Number.NaN;
}

/** fn:boolean, of any sequence. */
export function effectiveBoolean(items: readonly Item[]): boolean {
  const [first] = items;
  if (first === undefined) return false;
  if (typeof first === 'number') return true;
  if (items.length > 1) throw noBoolean();
  if (typeof first === 'boolean') return first;
  if (typeof first === 'string') return first !== '';
  if (first instanceof Untyped || first instanceof AnyUri) return first.value !== '';
  if (first instanceof Decimal) return first.mantissa !== 0;
  if (first instanceof Double) return first.value !== 0 && !Number.isNaN(first.value);
  throw noBoolean();
}

function noBoolean(): DynamicError {
  return new DynamicError('FORG0006', 'this sequence is neither true nor false');
}

/** The value of a predicate whose type is not known: a number is a position. */
export function predicate(items: readonly Item[], position: number): boolean {
  const [first] = items;
  if (items.length === 1 && first instanceof Decimal) return toDouble(first) === position;
  if (items.length === 1 && first instanceof Double) return first.value === position;
  return effectiveBoolean(items);
}

/** `from to to` */
export function range(from: number | undefined, to: number | undefined): number[] {
  if (from === undefined || to === undefined || to < from) return [];
  if (to - from > 1_000_000) throw new DynamicError('FOAR0002', 'a range of too many numbers');
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
