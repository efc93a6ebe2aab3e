import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal, type Rounding } from '../../engine/decimal.ts';

/** value = digits / 10^scale, with BigInt arithmetic as the judge. */
const parts = fc.record({
  digits: fc.oneof(
    fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }),
    fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }),
    fc.bigInt({ min: 2n ** 53n - 9n, max: 2n ** 53n + 9n }),
  ),
  scale: fc.integer({ min: 0, max: 10 }),
});

function write(digits: bigint, scale: number): string {
  const absolute = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const whole = absolute.slice(0, absolute.length - scale);
  const fraction = scale === 0 ? '' : `.${absolute.slice(-scale)}`;
  return `${digits < 0n ? '-' : ''}${whole}${fraction}`;
}

const decimal = ({ digits, scale }: { digits: bigint; scale: number }): Decimal => Decimal.of(write(digits, scale));
const same = (actual: Decimal, digits: bigint, scale: number): boolean =>
  actual.equals(Decimal.of(write(digits, scale)));

function roundQuotient(a: bigint, b: bigint, rounding: Rounding): bigint {
  const negative = a < 0n !== b < 0n;
  const [top, bottom] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const whole = top / bottom;
  const rest = (top % bottom) * 2n;
  const up =
    rounding === 'up'
      ? rest > 0n
      : rounding === 'down'
        ? false
        : rest > bottom || (rest === bottom && (rounding === 'half-up' || whole % 2n === 1n));
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

const roundings = fc.constantFrom<Rounding>('half-up', 'half-even', 'down', 'up');

describe('decimal against BigInt arithmetic', () => {
  it('adds, subtracts, multiplies and compares exactly', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const scale = Math.max(a.scale, b.scale);
        const [x, y] = [a.digits * 10n ** BigInt(scale - a.scale), b.digits * 10n ** BigInt(scale - b.scale)];
        expect(same(decimal(a).plus(decimal(b)), x + y, scale)).toBe(true);
        expect(same(decimal(a).minus(decimal(b)), x - y, scale)).toBe(true);
        expect(same(decimal(a).times(decimal(b)), a.digits * b.digits, a.scale + b.scale)).toBe(true);
        expect(same(decimal(a).negated(), -a.digits, a.scale)).toBe(true);
        expect(same(decimal(a).absolute(), a.digits < 0n ? -a.digits : a.digits, a.scale)).toBe(true);
        expect(decimal(a).isInteger()).toBe(a.digits % 10n ** BigInt(a.scale) === 0n);
        expect(decimal(a).compare(decimal(b))).toBe(x < y ? -1 : x > y ? 1 : 0);
      }),
    );
  });

  it('rounds and divides in every mode', () => {
    fc.assert(
      fc.property(parts, parts, fc.integer({ min: 0, max: 8 }), roundings, (a, b, scale, rounding) => {
        const rounded = roundQuotient(a.digits * 10n ** BigInt(scale), 10n ** BigInt(a.scale), rounding);
        expect(decimal(a).fixed(scale, rounding)).toBe(write(rounded, scale));
        expect(same(decimal(a).rounded(scale, rounding), rounded, scale)).toBe(true);
        if (b.digits === 0n) return;
        const top = a.digits * 10n ** BigInt(b.scale + scale);
        const quotient = roundQuotient(top, b.digits * 10n ** BigInt(a.scale), rounding);
        expect(same(decimal(a).dividedBy(decimal(b), scale, rounding), quotient, scale)).toBe(true);
      }),
    );
  });

  it('writes plain text that reads back as itself', () => {
    fc.assert(
      fc.property(parts, (a) => {
        expect(decimal(a).text()).toMatch(/^-?(0|[1-9]\d*)(\.\d*[1-9])?$/);
        expect(Decimal.of(decimal(a).text()).equals(decimal(a))).toBe(true);
      }),
    );
  });
});

describe('decimal text', () => {
  it.each([
    ['1.10', '1.1'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['1e3', '1000'],
    ['1E-7', '0.0000001'],
    ['007', '7'],
    ['123456789012345678901234567890.123456789', '123456789012345678901234567890.123456789'],
  ])('%s is %s', (text, plain) => expect(Decimal.of(text).text()).toBe(plain));

  it.each(['', ' 1', '1,5', '.5', '1.', '+1', 'NaN', 'Infinity', '0x10', '1e9999', '١', '1'.repeat(201)])(
    '%j is no decimal',
    (text) => expect(Decimal.parse(text)).toBeUndefined(),
  );

  it.each([
    [1e21, '1000000000000000000000'],
    [0.1, '0.1'],
    [-2.5e-9, '-0.0000000025'],
    [10n ** 30n, `1${'0'.repeat(30)}`],
  ])('the number %s is taken by its text', (number, plain) => expect(Decimal.of(number).text()).toBe(plain));

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (number) => {
    expect(() => Decimal.of(number)).toThrow(RangeError);
  });

  it('never writes a negative zero', () => {
    expect(Decimal.of('-0.004').fixed(2)).toBe('0.00');
    expect(Decimal.of('5').negated().plus(Decimal.of(5)).fixed(1)).toBe('0.0');
  });

  it.each([-1, 1.5, 101, Number.NaN])('the scale %s is refused', (scale) => {
    expect(() => Decimal.zero.fixed(scale)).toThrow(RangeError);
  });

  it('refuses a division by zero', () => {
    expect(() => Decimal.of(1).dividedBy(Decimal.of('0.00'), 2)).toThrow(RangeError);
  });
});
