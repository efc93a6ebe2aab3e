import type { Limits } from './limits.ts';
import type { Matches } from './pattern.ts';

/** Up to so many digits a number of JavaScript has exactly. */
const mostDigits = 15;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** The decimals within limits. As many digits as are written are at least as many as count. */
export function numbersWithin(limits: Limits): Matches {
  const { fractionDigits, minInclusive, maxInclusive, minExclusive, maxExclusive } = limits;
  const digits = Math.min(limits.totalDigits, mostDigits);
  const negatives = minInclusive < 0 && minExclusive < 0;
  // Without a sign none is below zero.
  const least = minInclusive === 0 ? Number.NEGATIVE_INFINITY : minInclusive;
  const isBound = [least, maxInclusive, minExclusive, maxExclusive].some(Number.isFinite);
  return (value) => {
    const first = value.charCodeAt(0) === MINUS ? 1 : 0;
    const { length } = value;
    if (first === 1 && !negatives) return false;
    let point = -1;
    for (let at = first; at < length; at++) {
      const code = value.charCodeAt(at);
      if (code === POINT && point < 0 && at > first) point = at;
      else if (code < ZERO || code > NINE) return false;
    }
    const written = length - first - (point < 0 ? 0 : 1);
    const fraction = point < 0 ? 0 : length - point - 1;
    if (written === 0 || written > digits || fraction > fractionDigits || point === length - 1) return false;
    if (!isBound) return true;
    const number = Number(value);
    return number >= minInclusive && number <= maxInclusive && number > minExclusive && number < maxExclusive;
  };
}

const largest = 10 ** mostDigits;

/** Between which a number of a type is that XML Schema has itself (part 2, 3.2.3 and 3.3.13 to 3.3.25). */
const ranges: ReadonlyMap<string, readonly [least: number, most: number]> = new Map([
  ['integer', [-largest, largest]],
  ['nonNegativeInteger', [0, largest]],
  ['positiveInteger', [1, largest]],
  ['nonPositiveInteger', [-largest, 0]],
  ['negativeInteger', [-largest, -1]],
  ['long', [-largest, largest]],
  ['int', [-(2 ** 31), 2 ** 31 - 1]],
  ['short', [-(2 ** 15), 2 ** 15 - 1]],
  ['byte', [-128, 127]],
  ['unsignedLong', [0, largest]],
  ['unsignedInt', [0, 2 ** 32 - 1]],
  ['unsignedShort', [0, 2 ** 16 - 1]],
  ['unsignedByte', [0, 255]],
]);

/** The limits of a type that is derived from this one; undefined where that is no number. */
export function limitsOfNumber(builtIn: string, limits: Limits): Limits | undefined {
  if (builtIn === 'decimal') return limits;
  const [least, most] = ranges.get(builtIn) ?? [];
  if (least === undefined || most === undefined) return undefined;
  const { minInclusive, maxInclusive } = limits;
  return {
    ...limits,
    fractionDigits: 0,
    minInclusive: Math.max(minInclusive, least),
    maxInclusive: Math.min(maxInclusive, most),
  };
}
