import { calculate } from '../arithmetic.ts';
import { cast } from '../cast.ts';
import { identity, untypedToDouble, valueCompare } from '../compare.ts';
import { toNumericArgument } from '../convert.ts';
import * as decimal from '../decimal.ts';
import { Decimal, integer, type Rounding } from '../decimal.ts';
import { doubleToDecimal } from '../double.ts';
import { Duration } from '../duration.ts';
import { DynamicError } from '../error.ts';
import { type Atomic, Double, typeName, Untyped } from '../item.ts';
import * as rounding from '../rounding.ts';

/** Functions on numbers whose type is known only now, and aggregates. */

export function abs(item: Atomic | undefined): Atomic | undefined {
  if (item === undefined) return undefined;
  const value = toNumericArgument(item);
  return value instanceof Decimal ? decimal.abs(value) : new Double(Math.abs(value.value), value.type);
}

export function floor(item: Atomic | undefined): Atomic | undefined {
  return whole(item, 'floor', Math.floor);
}

export function ceiling(item: Atomic | undefined): Atomic | undefined {
  return whole(item, 'ceiling', Math.ceil);
}

export function round(item: Atomic | undefined): Atomic | undefined {
  return whole(item, 'half-up', rounding.round);
}

function whole(item: Atomic | undefined, how: Rounding, ofDouble: (value: number) => number): Atomic | undefined {
  if (item === undefined) return undefined;
  const value = toNumericArgument(item);
  return value instanceof Decimal ? decimal.round(value, 0, how) : new Double(ofDouble(value.value), value.type);
}

/** fn:round with a precision. */
export function roundTo(item: Atomic | undefined, places: number): Atomic | undefined {
  return toPlaces(item, places, 'half-up');
}

export function roundHalfToEven(item: Atomic | undefined, places = 0): Atomic | undefined {
  return toPlaces(item, places, 'half-even');
}

function toPlaces(item: Atomic | undefined, places: number, how: Rounding): Atomic | undefined {
  if (item === undefined) return undefined;
  const value = toNumericArgument(item);
  if (value instanceof Decimal) return decimal.round(value, places, how);
  if (!Number.isFinite(value.value) || value.value === 0) return value;
  const rounded = decimal.toDouble(decimal.round(doubleToDecimal(value.value), places, how));
  return new Double(rounded === 0 && value.value < 0 ? -0 : rounded, value.type);
}

/** fn:sum. Untyped values count as doubles. */
export function sum(items: readonly Atomic[], zero?: Atomic): Atomic | undefined {
  const [first, ...rest] = items;
  if (first === undefined) return zero;
  return rest.reduce((total, item) => calculate('+', total, addend(item)), addend(first));
}

function addend(item: Atomic): Atomic {
  if (item instanceof Untyped) return new Double(untypedToDouble(item.value));
  if (item instanceof Decimal || item instanceof Double) return item;
  if (item instanceof Duration && item.type !== 'duration') return item;
  throw new DynamicError('FORG0006', `xs:${typeName(item)} cannot be summed`);
}

export function average(items: readonly Atomic[]): Atomic | undefined {
  const total = sum(items);
  return total === undefined ? undefined : calculate('div', total, integer(items.length));
}

export function maximum(items: readonly Atomic[]): Atomic | undefined {
  return extreme(items, 'gt');
}

export function minimum(items: readonly Atomic[]): Atomic | undefined {
  return extreme(items, 'lt');
}

function extreme(items: readonly Atomic[], relation: 'lt' | 'gt'): Atomic | undefined {
  const values = items.map((item) => (item instanceof Untyped ? new Double(untypedToDouble(item.value)) : item));
  const [first, ...rest] = values;
  if (first === undefined) return undefined;
  let best = first;
  for (const value of rest) {
    if (best instanceof Double && Number.isNaN(best.value)) break;
    if ((value instanceof Double && Number.isNaN(value.value)) || valueCompare(relation, value, best)) best = value;
  }
  // All are promoted to the widest type among them.
  const isDouble = values.some((value) => value instanceof Double && value.type === 'double');
  return isDouble && best instanceof Decimal ? cast(best, 'double') : best;
}

export function distinctValues(items: readonly Atomic[]): Atomic[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = identity(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export function indexOf(items: readonly Atomic[], wanted: Atomic): number[] {
  const positions: number[] = [];
  items.forEach((item, at) => {
    if (isEqual(item, wanted)) positions.push(at + 1);
  });
  return positions;
}

/** Values that cannot be compared are unequal. */
export function isEqual(a: Atomic, b: Atomic): boolean {
  const isNotANumber = (item: Atomic) => item instanceof Double && Number.isNaN(item.value);
  if (isNotANumber(a) || isNotANumber(b)) return false;
  return identity(a) === identity(b);
}
