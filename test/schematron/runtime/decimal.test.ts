import { constantFrom, assert as hold, maxSafeInteger, nat, property, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  compareDecimals,
  Decimal,
  divide,
  multiply,
  parseDecimal,
  remainder,
  round,
  subtract,
  wholeQuotient,
} from '../../../schematron/runtime/decimal.ts';

const of = (text: string): Decimal => parseDecimal(text) ?? new Decimal(0, 0, false);
const amount = tuple(maxSafeInteger(), nat(20)).map(([mantissa, scale]) => new Decimal(mantissa, scale, false));

/** The same by BigInt, at a scale that both have. */
const scaled = ({ mantissa, scale }: Decimal, to: number): bigint => BigInt(mantissa) * 10n ** BigInt(to - scale);

describe('decimals are exact', () => {
  it.each([
    ['0.1 + 0.2', add(of('0.1'), of('0.2')), '0.3'],
    ['9007199254740991 + 1', add(of('9007199254740991'), of('1')), '9007199254740992'],
    ['0.1 - 0.10', subtract(of('0.1'), of('0.10')), '0'],
    ['1.10 * 1.10', multiply(of('1.10'), of('1.10')), '1.21'],
    ['10 / 3', divide(of('10'), of('3')), '3.333333333333333333'],
    ['2 / 3', divide(of('2'), of('3')), '0.666666666666666667'],
    ['-7.5 mod 2', remainder(of('-7.5'), of('2')), '-1.5'],
    ['-7 idiv 2', wholeQuotient(of('-7'), of('2')), '-3'],
    ['round(-2.5)', round(of('-2.5'), 0, 'half-up'), '-2'],
    ['round(2.345, 2), halves to even', round(of('2.345'), 2, 'half-even'), '2.34'],
    ['-0.0', of('-0.0'), '0'],
  ])('%s', (_, actual, expected) => {
    expect(String(actual)).toBe(expected);
  });

  it('agree with BigInt', () => {
    hold(
      property(amount, amount, (a, b) => {
        const sum = add(a, b);
        expect(scaled(sum, 40)).toBe(scaled(a, 40) + scaled(b, 40));
        const product = multiply(a, b);
        expect(scaled(product, 40)).toBe(scaled(a, 20) * scaled(b, 20));
        expect(Math.sign(compareDecimals(a, b))).toBe(Math.sign(Number(scaled(a, 20) - scaled(b, 20))));
      }),
    );
  });

  it('are written so that they are read again', () => {
    hold(property(amount, (a) => compareDecimals(of(String(a)), a) === 0));
  });

  it('round to a multiple that is nearest', () => {
    hold(
      property(amount, constantFrom('floor', 'ceiling', 'half-up', 'half-even', 'truncate'), (a, how) => {
        const error = subtract(round(a, 2, how), a);
        expect(compareDecimals(error, of('-0.01'))).toBeGreaterThan(0);
        expect(compareDecimals(error, of('0.01'))).toBeLessThan(0);
      }),
    );
  });
});
