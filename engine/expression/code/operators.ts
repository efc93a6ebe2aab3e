import { Decimal } from '../../decimal.ts';
import { CalendarDate, DateTime } from '../calendar.ts';
import { exact } from '../exact.ts';
import { DataObject } from '../record.ts';

/** Thrown where the library must decide, and say what is wrong. Made once: its stack says nothing. */
const undecided = new Error('the library decides');

export function undecidable(): never {
  throw undecided;
}

export const truth = (value: unknown): boolean => (typeof value === 'boolean' ? value : undecidable());

/** Between any two values of the language, as `language.ts` gives it to the library. */
export function plus(left: unknown, right: unknown): unknown {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right];
  if (typeof left === 'bigint' && typeof right === 'bigint') return held(left + right);
  return pair(left, right) && numberOf(left).plus(numberOf(right));
}

export function equal(left: unknown, right: unknown): boolean {
  if (right === null) return isNothing(left);
  if (left === null) return isNothing(right);
  if (left instanceof Decimal || right instanceof Decimal) {
    return isNumber(left) && isNumber(right) ? numberOf(left).equals(numberOf(right)) : undecidable();
  }
  const type = typeof left;
  if (type !== typeof right || (type !== 'string' && type !== 'boolean' && type !== 'bigint')) return undecidable();
  return left === right;
}

/** As the library looks for an item: unlike with `==`, what is absent is the same as null only. */
function same(left: unknown, item: unknown): boolean {
  if (left instanceof DataObject || item instanceof DataObject) return undecidable();
  if (left === null || item === null) return left === item;
  return left instanceof Decimal === item instanceof Decimal ? equal(left, item) : undecidable();
}

/** As the library's `… == null`. */
function isNothing(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value === 'string') return value === '';
  if (value instanceof DataObject) return value.raw === undefined;
  return isNumber(value) || typeof value === 'boolean' ? false : undecidable();
}

/** Below, at or above 0; NaN beside what is absent, which is neither smaller nor larger than anything. */
export function ordered(left: unknown, right: unknown): number {
  if (isNumber(left) && isNumber(right)) return numberOf(left).compare(numberOf(right));
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (left instanceof CalendarDate && right instanceof CalendarDate) return left.day - right.day;
  if (left instanceof DateTime && right instanceof DateTime) return left.instant - right.instant;
  return (left === null && isOrdered(right)) || (right === null && isOrdered(left)) ? Number.NaN : undecidable();
}

const isOrdered = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  isNumber(value) ||
  value instanceof CalendarDate ||
  value instanceof DateTime;

export function minus(left: unknown, right: unknown): unknown {
  if (typeof left === 'bigint' && typeof right === 'bigint') return held(left - right);
  return pair(left, right) && numberOf(left).minus(numberOf(right));
}

export function times(left: unknown, right: unknown): unknown {
  if (typeof left === 'bigint' && typeof right === 'bigint') return held(left * right);
  return pair(left, right) && numberOf(left).times(numberOf(right));
}

/** A whole number of CEL has 64 bits: what is beyond them is an overflow, and the library's. */
const held = (result: bigint): bigint => (BigInt.asIntN(64, result) === result ? result : undecidable());

/** The only whole number whose negative CEL's 64 bits do not hold. */
const leastInt = -(2n ** 63n);

export function negative(value: unknown): unknown {
  if (typeof value === 'bigint' && value !== leastInt) return -value;
  return value instanceof Decimal ? value.negated() : undecidable();
}

export const within = (left: unknown, list: unknown): boolean =>
  Array.isArray(list) ? list.some((each) => same(left, each)) : undecidable();

const isNumber = (value: unknown): value is Decimal | bigint => value instanceof Decimal || typeof value === 'bigint';

const numberOf = (value: unknown): Decimal => (isNumber(value) ? exact(value) : undecidable());

function pair(left: unknown, right: unknown): true {
  return (left instanceof Decimal && isNumber(right)) || (right instanceof Decimal && isNumber(left))
    ? true
    : undecidable();
}
