import { cast } from './cast.ts';
import { implicitZone, untypedToDouble } from './compare.ts';
import * as decimal from './decimal.ts';
import { Decimal, toDouble } from './decimal.ts';
import { doubleToDecimal } from './double.ts';
import { addDurations, Duration, scaleDuration } from './duration.ts';
import { DynamicError } from './error.ts';
import { type Atomic, Double, typeName, Untyped } from './item.ts';
import { addDuration, instant, Temporal } from './temporal.ts';

export type Operator = '+' | '-' | '*' | 'div' | 'idiv' | 'mod';

/** An arithmetic expression on two values whose types are known only now. */
export function calculate(operator: Operator, a: Atomic, b: Atomic): Atomic {
  const left = a instanceof Untyped ? new Double(untypedToDouble(a.value)) : a;
  const right = b instanceof Untyped ? new Double(untypedToDouble(b.value)) : b;
  if (left instanceof Decimal && right instanceof Decimal) return decimals[operator](left, right);
  if (isNumeric(left) && isNumeric(right)) return mixed(operator, left, right);
  return temporal(operator, left, right) ?? raise(operator, left, right);
}

function isNumeric(item: Atomic): item is Decimal | Double {
  return item instanceof Decimal || item instanceof Double;
}

function raise(operator: Operator, a: Atomic, b: Atomic): never {
  throw new DynamicError('XPTY0004', `“${operator}” is not defined for xs:${typeName(a)} and xs:${typeName(b)}`);
}

const decimals: Readonly<Record<Operator, (a: Decimal, b: Decimal) => Decimal>> = {
  '+': decimal.add,
  '-': decimal.subtract,
  '*': decimal.multiply,
  div: decimal.divide,
  idiv: decimal.wholeQuotient,
  mod: decimal.remainder,
};

/** At least one operand is a double or float: so is the result, but that of idiv. */
function mixed(operator: Operator, a: Decimal | Double, b: Decimal | Double): Atomic {
  const left = a instanceof Double ? a.value : toDouble(a);
  const right = b instanceof Double ? b.value : toDouble(b);
  if (operator === 'idiv') return wholeQuotient(left, right);
  const isFloat = !(a instanceof Double && a.type === 'double') && !(b instanceof Double && b.type === 'double');
  const result = doubles[operator](left, right);
  return isFloat ? new Double(Math.fround(result), 'float') : new Double(result);
}

const doubles: Readonly<Record<Exclude<Operator, 'idiv'>, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  div: (a, b) => a / b,
  mod: (a, b) => a % b,
};

export function wholeQuotient(a: number, b: number): Decimal {
  if (b === 0) throw new DynamicError('FOAR0001', 'division by zero');
  const quotient = a / b;
  if (!Number.isFinite(quotient)) throw new DynamicError('FOAR0002', 'the quotient is no number');
  return decimal.toInteger(doubleToDecimal(Math.trunc(quotient)));
}

function temporal(operator: Operator, a: Atomic, b: Atomic): Atomic | undefined {
  const isSum = operator === '+' || operator === '-';
  if (a instanceof Temporal && b instanceof Temporal && operator === '-' && a.type === b.type) {
    const seconds = decimal.subtract(instant(a, implicitZone), instant(b, implicitZone));
    return new Duration('dayTimeDuration', 0, seconds);
  }
  if (a instanceof Temporal && b instanceof Duration && isSum) return addDuration(a, b, operator === '+' ? 1 : -1);
  if (a instanceof Duration && b instanceof Temporal && operator === '+') return addDuration(b, a, 1);
  if (a instanceof Duration && b instanceof Duration) {
    if (isSum) return addDurations(a, b, operator === '+' ? 1 : -1);
    return operator === 'div' && a.type === b.type ? quotient(a, b) : undefined;
  }
  if (a instanceof Duration && isNumeric(b) && (operator === '*' || operator === 'div'))
    return scaleDuration(a, factor(b), operator === '*' ? 'multiply' : 'divide');
  if (isNumeric(a) && b instanceof Duration && operator === '*') return scaleDuration(b, factor(a), 'multiply');
  return undefined;
}

function factor(item: Decimal | Double): Decimal {
  const value = cast(item, 'decimal');
  if (value instanceof Decimal) return value;
  throw new DynamicError('FOCA0005', 'a duration cannot be multiplied by what is no number');
}

function quotient(a: Duration, b: Duration): Decimal {
  return a.type === 'yearMonthDuration'
    ? decimal.divide(decimal.integer(a.months), decimal.integer(b.months))
    : decimal.divide(a.seconds, b.seconds);
}

/** Unary minus. */
export function negated(item: Atomic): Atomic {
  const value = item instanceof Untyped ? new Double(untypedToDouble(item.value)) : item;
  if (value instanceof Decimal) return decimal.negate(value);
  if (value instanceof Double) return new Double(-value.value, value.type);
  throw new DynamicError('XPTY0004', `“-” is not defined for xs:${typeName(value)}`);
}
