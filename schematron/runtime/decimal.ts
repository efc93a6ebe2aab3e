import { DynamicError } from './error.ts';

/**
 * An xs:decimal or xs:integer of any size, exact: `mantissa / 10 ** scale`. The mantissa is a number as long as that is
 * exact, which makes amounts cheap, and a BigInt beyond.
 */
export class Decimal {
  readonly mantissa: number | bigint;
  readonly scale: number;
  readonly isInteger: boolean;

  constructor(mantissa: number | bigint, scale: number, isInteger: boolean) {
    this.mantissa = mantissa;
    this.scale = scale;
    this.isInteger = isInteger;
  }

  toString(): string {
    const negative = this.mantissa < 0;
    const digits = String(negative ? -this.mantissa : this.mantissa);
    if (this.scale === 0) return this.mantissa === 0 ? '0' : (negative ? '-' : '') + digits;
    const padded = digits.padStart(this.scale + 1, '0');
    const fraction = padded.slice(-this.scale).replace(/0+$/, '');
    const whole = padded.slice(0, -this.scale);
    const text = fraction === '' ? whole : `${whole}.${fraction}`;
    return negative && text !== '0' ? `-${text}` : text;
  }
}

const lexical = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;
const small = 15;

/** The value of a literal without surrounding space, or undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  if (!lexical.test(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return new Decimal(readMantissa(text), 0, false);
  const scale = text.length - point - 1;
  return new Decimal(readMantissa(text.slice(0, point) + text.slice(point + 1)), scale, false);
}

export function parseInteger(text: string): Decimal | undefined {
  return /^[+-]?\d+$/.test(text) ? new Decimal(readMantissa(text), 0, true) : undefined;
}

function readMantissa(text: string): number | bigint {
  if (text.length <= small) return Number(text) + 0;
  return narrow(text.startsWith('+') ? BigInt(text.slice(1)) : BigInt(text));
}

export function integer(value: number | bigint): Decimal {
  return new Decimal(value, 0, true);
}

export const zero = integer(0);

/** A BigInt again as a number, where that is exact. */
function narrow(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

function scaled(mantissa: number | bigint, by: number): number | bigint {
  if (by === 0 || mantissa === 0) return mantissa;
  if (typeof mantissa === 'number' && by <= small) {
    const product = mantissa * (powers[by] as number);
    if (Number.isSafeInteger(product)) return product;
  }
  return BigInt(mantissa) * 10n ** BigInt(by);
}

export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const left = scaled(a.mantissa, scale - a.scale);
  const right = scaled(b.mantissa, scale - b.scale);
  const isInteger = a.isInteger && b.isInteger;
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right;
    if (Number.isSafeInteger(sum)) return new Decimal(sum, scale, isInteger);
  }
  return new Decimal(narrow(BigInt(left) + BigInt(right)), scale, isInteger);
}

export function negate(a: Decimal): Decimal {
  return a.mantissa === 0 ? a : new Decimal(-a.mantissa, a.scale, a.isInteger);
}

export function subtract(a: Decimal, b: Decimal): Decimal {
  return add(a, negate(b));
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  const scale = a.scale + b.scale;
  const isInteger = a.isInteger && b.isInteger;
  if (typeof a.mantissa === 'number' && typeof b.mantissa === 'number') {
    const product = a.mantissa * b.mantissa;
    if (Number.isSafeInteger(product)) return new Decimal(product + 0, scale, isInteger);
  }
  return new Decimal(narrow(BigInt(a.mantissa) * BigInt(b.mantissa)), scale, isInteger);
}

/** Digits after the point of a quotient: as many as its operands have, at least 18; half is rounded down (as Saxon does). */
const quotientScale = 18;

export function divide(a: Decimal, b: Decimal): Decimal {
  if (b.mantissa === 0) throw new DynamicError('FOAR0001', 'division by zero');
  const shift = b.scale === 0 ? powers.indexOf(b.mantissa as number) : -1;
  if (shift >= 0 && a.scale + shift <= quotientScale) return new Decimal(a.mantissa, a.scale + shift, false);
  const scale = Math.max(quotientScale, a.scale, b.scale);
  const numerator = BigInt(a.mantissa) * 10n ** BigInt(scale - a.scale + b.scale);
  const divisor = BigInt(b.mantissa);
  const quotient = numerator / divisor;
  const rest = absolute(numerator - quotient * divisor);
  const away = rest * 2n > absolute(divisor);
  const sign = numerator < 0n !== divisor < 0n ? -1n : 1n;
  return stripped(away ? quotient + sign : quotient, scale);
}

/** Without trailing zeros after the point, so that what follows stays small. */
function stripped(mantissa: bigint, scale: number): Decimal {
  let value = mantissa;
  let places = scale;
  while (places > 8 && value % 100_000_000n === 0n) {
    value /= 100_000_000n;
    places -= 8;
  }
  while (places > 0 && value % 10n === 0n) {
    value /= 10n;
    places--;
  }
  return new Decimal(narrow(value), places, false);
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** idiv: the quotient without its fraction. */
export function wholeQuotient(a: Decimal, b: Decimal): Decimal {
  if (b.mantissa === 0) throw new DynamicError('FOAR0001', 'division by zero');
  const scale = Math.max(a.scale, b.scale);
  const quotient = BigInt(scaled(a.mantissa, scale - a.scale)) / BigInt(scaled(b.mantissa, scale - b.scale));
  return integer(narrow(quotient));
}

/** mod: has the sign of the first operand. */
export function remainder(a: Decimal, b: Decimal): Decimal {
  if (b.mantissa === 0) throw new DynamicError('FOAR0001', 'division by zero');
  const scale = Math.max(a.scale, b.scale);
  const left = scaled(a.mantissa, scale - a.scale);
  const right = scaled(b.mantissa, scale - b.scale);
  const isInteger = a.isInteger && b.isInteger;
  if (typeof left === 'number' && typeof right === 'number') return new Decimal((left % right) + 0, scale, isInteger);
  return new Decimal(narrow(BigInt(left) % BigInt(right)), scale, isInteger);
}

/** Negative, zero or positive, as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.scale === b.scale) return a.mantissa < b.mantissa ? -1 : a.mantissa > b.mantissa ? 1 : 0;
  const scale = Math.max(a.scale, b.scale);
  const left = scaled(a.mantissa, scale - a.scale);
  const right = scaled(b.mantissa, scale - b.scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function equalDecimals(a: Decimal, b: Decimal): boolean {
  return a.scale === b.scale ? a.mantissa === b.mantissa : compareDecimals(a, b) === 0;
}

export function abs(a: Decimal): Decimal {
  return a.mantissa < 0 ? negate(a) : a;
}

export type Rounding = 'floor' | 'ceiling' | 'half-up' | 'half-even' | 'truncate';

/** Rounds to `places` after the point, which may be negative. `half-up` rounds halves towards positive infinity. */
export function round(a: Decimal, places: number, how: Rounding): Decimal {
  if (a.scale <= places) return a;
  const drop = a.scale - places;
  const rounded =
    typeof a.mantissa === 'number' && drop <= small
      ? roundNumber(a.mantissa, powers[drop] as number, how)
      : narrow(roundBig(BigInt(a.mantissa), 10n ** BigInt(drop), how));
  if (places >= 0) return new Decimal(rounded, places, a.isInteger);
  return new Decimal(scaled(rounded, -places), 0, a.isInteger);
}

function roundNumber(mantissa: number, unit: number, how: Rounding): number {
  const rest = ((mantissa % unit) + unit) % unit;
  const floor = (mantissa - rest) / unit;
  if (rest === 0) return floor;
  const up =
    how === 'ceiling' ||
    (how === 'half-up' && rest * 2 >= unit) ||
    (how === 'half-even' && (rest * 2 > unit || (rest * 2 === unit && floor % 2 !== 0))) ||
    (how === 'truncate' && mantissa < 0);
  return up ? floor + 1 : floor;
}

function roundBig(mantissa: bigint, unit: bigint, how: Rounding): bigint {
  const rest = ((mantissa % unit) + unit) % unit;
  const floor = (mantissa - rest) / unit;
  if (rest === 0n) return floor;
  const up =
    how === 'ceiling' ||
    (how === 'half-up' && rest * 2n >= unit) ||
    (how === 'half-even' && (rest * 2n > unit || (rest * 2n === unit && floor % 2n !== 0n))) ||
    (how === 'truncate' && mantissa < 0n);
  return up ? floor + 1n : floor;
}

/** The same value as an xs:integer, without its fraction. */
export function toInteger(a: Decimal): Decimal {
  if (a.isInteger) return a;
  return new Decimal(round(a, 0, 'truncate').mantissa, 0, true);
}

export function toDouble(a: Decimal): number {
  return a.scale === 0 ? Number(a.mantissa) : Number(`${a.mantissa}e-${a.scale}`);
}

/** A position, a length, a count: anything beyond what a number holds exactly is as good as infinite. */
export function toCount(a: Decimal): number {
  return Number(a.mantissa);
}
