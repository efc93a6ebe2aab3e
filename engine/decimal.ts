import createBig, { type Big } from 'big.js';

/** What happens to the digits that are cut off: `half-up` rounds half away from zero, `up` away from zero, `down` towards it. */
export type Rounding = 'half-up' | 'half-even' | 'down' | 'up';

const modes = { down: 0, 'half-up': 1, 'half-even': 2, up: 3 } as const satisfies Record<Rounding, number>;
const shape = /^-?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/;
const longest = 200;
const largestScale = 100;

/** Own constructors: nobody else's settings of big.js reach them. */
const Exact = createBig();
/** For quotients only: its scale and rounding are set before each. */
const Quotient = createBig();

/**
 * An exact decimal number of any precision: amounts, quantities, rates. Immutable.
 * Reckoned as a whole number of JavaScript and a scale as long as that is safe; beyond it by big.js, ten times slower.
 */
export class Decimal {
  static readonly zero = new Decimal(0, 0);
  /** The number is mantissa / 10^scale, both whole and the mantissa safe; NaN where only `#big` holds it. */
  readonly #mantissa: number;
  readonly #scale: number;
  readonly #big: Big | undefined;

  private constructor(mantissa: number, scale: number, big?: Big) {
    this.#mantissa = mantissa;
    this.#scale = scale;
    this.#big = big;
  }

  /** From text or a JSON number (by its shortest text). Throws a RangeError for what is no finite decimal of reasonable length. */
  static of(value: string | number | bigint): Decimal {
    const parsed = Decimal.parse(String(value));
    if (parsed === undefined) throw new RangeError(`"${String(value).slice(0, 40)}" is not a decimal number`);
    return parsed;
  }

  /** From text like `-12.50` or `1e-7`; undefined when it is no decimal number or unreasonably long. */
  static parse(text: string): Decimal | undefined {
    const mantissa = shortMantissa(text);
    if (mantissa !== undefined) {
      const point = text.indexOf('.');
      return new Decimal(mantissa, point < 0 ? 0 : text.length - point - 1);
    }
    return text.length <= longest && shape.test(text) ? Decimal.#exactly(new Exact(text)) : undefined;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.#scale, other.#scale);
    const sum = this.#scaled(scale) + other.#scaled(scale);
    return isSafe(sum) ? new Decimal(sum, scale) : Decimal.#exactly(this.#value.plus(other.#value));
  }

  minus(other: Decimal): Decimal {
    const scale = Math.max(this.#scale, other.#scale);
    const difference = this.#scaled(scale) - other.#scaled(scale);
    return isSafe(difference) ? new Decimal(difference, scale) : Decimal.#exactly(this.#value.minus(other.#value));
  }

  times(other: Decimal): Decimal {
    const product = this.#mantissa * other.#mantissa;
    return isSafe(product)
      ? new Decimal(product, this.#scale + other.#scale)
      : Decimal.#exactly(this.#value.times(other.#value));
  }

  /** The quotient with exactly the rounding asked for. Throws a RangeError when `other` is zero. */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (other.isZero()) throw new RangeError('division by zero');
    const digits = checkedScale(scale) + other.#scale;
    const top = this.#scaled(digits) * Math.sign(other.#mantissa);
    if (isSafe(top)) return new Decimal(quotient(top, Math.abs(other.#mantissa), rounding), scale);
    Quotient.DP = scale;
    Quotient.RM = modes[rounding];
    return Decimal.#exactly(new Exact(new Quotient(this.#value).div(other.#value)));
  }

  negated(): Decimal {
    return this.#big === undefined ? new Decimal(-this.#mantissa, this.#scale) : Decimal.#exactly(this.#big.neg());
  }

  absolute(): Decimal {
    return this.#big === undefined
      ? new Decimal(Math.abs(this.#mantissa), this.#scale)
      : Decimal.#exactly(this.#big.abs());
  }

  /** Rounded to that many digits after the point. */
  rounded(scale: number, rounding: Rounding = 'half-up'): Decimal {
    const cut = this.#scale - checkedScale(scale);
    if (cut <= 0 && this.#big === undefined) return this;
    const divisor = powers[cut];
    return divisor === undefined || this.#big !== undefined
      ? Decimal.#exactly(this.#value.round(scale, modes[rounding]))
      : new Decimal(quotient(this.#mantissa, divisor, rounding), scale);
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    const scale = Math.max(this.#scale, other.#scale);
    const [mine, its] = [this.#scaled(scale), other.#scaled(scale)];
    if (!isSafe(mine) || !isSafe(its)) return this.#value.cmp(other.#value);
    return mine < its ? -1 : mine > its ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isZero(): boolean {
    return this.#big === undefined ? this.#mantissa === 0 : this.#big.c[0] === 0;
  }

  isInteger(): boolean {
    return this.equals(this.rounded(0, 'down'));
  }

  /** Plain digits without exponent or trailing zeros, e.g. `1234.5`; never `-0`. */
  text(): string {
    if (this.isZero()) return '0';
    return this.#big === undefined ? shortened(plain(this.#mantissa, this.#scale)) : this.#big.toFixed();
  }

  /** Plain digits with exactly that many after the point; never `-0.00`. */
  fixed(scale: number, rounding: Rounding = 'half-up'): string {
    const rounded = this.rounded(scale, rounding);
    const mantissa = rounded.#scaled(scale);
    if (isSafe(mantissa)) return plain(mantissa, scale);
    return (rounded.isZero() ? rounded.absolute() : rounded).#value.toFixed(scale);
  }

  toString(): string {
    return this.text();
  }

  toJSON(): string {
    return this.text();
  }

  /** The mantissa at another scale that is no smaller; unsafe or NaN where big.js is needed. */
  #scaled(scale: number): number {
    return scale === this.#scale ? this.#mantissa : this.#mantissa * (powers[scale - this.#scale] ?? Number.NaN);
  }

  get #value(): Big {
    return this.#big ?? new Exact(`${this.#mantissa}e${-this.#scale}`);
  }

  static #exactly(value: Big): Decimal {
    return new Decimal(Number.NaN, 0, value);
  }
}

function checkedScale(scale: number): number {
  if (Number.isInteger(scale) && scale >= 0 && scale <= largestScale) return scale;
  throw new RangeError(`a scale is a whole number from 0 to ${largestScale}, not ${scale}`);
}

/** 10^0 to 10^15: a larger one leaves no safe product. */
const powers = Array.from({ length: 16 }, (_, exponent) => 10 ** exponent);

/** Products of whole numbers that are not safe are not within these bounds either, however they were rounded. */
const isSafe = (value: number): boolean => value <= Number.MAX_SAFE_INTEGER && value >= -Number.MAX_SAFE_INTEGER;

const mostDigits = 15;
const [minusSign, pointSign, zero] = [45, 46, 48];

/** The digits of a plain decimal without its point as one number; undefined where there are too many, or it is none. */
function shortMantissa(text: string): number | undefined {
  const start = text.charCodeAt(0) === minusSign ? 1 : 0;
  const end = text.length;
  if (end - start > mostDigits || end === start) return undefined;
  let mantissa = 0;
  let points = 0;
  for (let at = start; at < end; at++) {
    const digit = text.charCodeAt(at) - zero;
    if (digit >= 0 && digit <= 9) mantissa = mantissa * 10 + digit;
    else if (digit === pointSign - zero && points === 0 && at > start && at < end - 1) points++;
    else return undefined;
  }
  return start === 1 ? -mantissa : mantissa;
}

/** Exact: the remainder of two safe whole numbers is, and what it leaves can be divided without one. */
function quotient(top: number, divisor: number, rounding: Rounding): number {
  const rest = top % divisor;
  const whole = (top - rest) / divisor;
  if (rest === 0 || rounding === 'down') return whole;
  const beyond = Math.abs(rest) - (divisor - Math.abs(rest));
  const up = rounding === 'up' || beyond > 0 || (beyond === 0 && (rounding === 'half-up' || whole % 2 !== 0));
  return up ? whole + Math.sign(rest) : whole;
}

function plain(mantissa: number, scale: number): string {
  if (scale === 0) return String(mantissa);
  const digits = String(Math.abs(mantissa)).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${mantissa < 0 ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}

function shortened(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text.charCodeAt(end - 1) === zero) end--;
  return text.slice(0, text.charCodeAt(end - 1) === pointSign ? end - 1 : end);
}
