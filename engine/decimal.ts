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

/** An exact decimal number of any precision: amounts, quantities, rates. Immutable. */
export class Decimal {
  static readonly zero = new Decimal(new Exact(0));
  readonly #value: Big;

  private constructor(value: Big) {
    this.#value = value;
  }

  /** From text or a JSON number (by its shortest text). Throws a RangeError for what is no finite decimal of reasonable length. */
  static of(value: string | number | bigint): Decimal {
    const parsed = Decimal.parse(String(value));
    if (parsed === undefined) throw new RangeError(`"${String(value).slice(0, 40)}" is not a decimal number`);
    return parsed;
  }

  /** From text like `-12.50` or `1e-7`; undefined when it is no decimal number or unreasonably long. */
  static parse(text: string): Decimal | undefined {
    return text.length <= longest && shape.test(text) ? new Decimal(new Exact(text)) : undefined;
  }

  plus(other: Decimal): Decimal {
    return new Decimal(this.#value.plus(other.#value));
  }

  minus(other: Decimal): Decimal {
    return new Decimal(this.#value.minus(other.#value));
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.#value.times(other.#value));
  }

  /** The quotient with exactly the rounding asked for. Throws a RangeError when `other` is zero. */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-up'): Decimal {
    if (other.isZero()) throw new RangeError('division by zero');
    Quotient.DP = checkedScale(scale);
    Quotient.RM = modes[rounding];
    return new Decimal(new Exact(new Quotient(this.#value).div(other.#value)));
  }

  negated(): Decimal {
    return new Decimal(this.#value.neg());
  }

  absolute(): Decimal {
    return new Decimal(this.#value.abs());
  }

  /** Rounded to that many digits after the point. */
  rounded(scale: number, rounding: Rounding = 'half-up'): Decimal {
    return new Decimal(this.#value.round(checkedScale(scale), modes[rounding]));
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): -1 | 0 | 1 {
    return this.#value.cmp(other.#value);
  }

  equals(other: Decimal): boolean {
    return this.#value.eq(other.#value);
  }

  isZero(): boolean {
    return this.#value.c[0] === 0;
  }

  isInteger(): boolean {
    return this.#value.eq(this.#value.round(0, 0));
  }

  /** Plain digits without exponent or trailing zeros, e.g. `1234.5`; never `-0`. */
  text(): string {
    return this.isZero() ? '0' : this.#value.toFixed();
  }

  /** Plain digits with exactly that many after the point; never `-0.00`. */
  fixed(scale: number, rounding: Rounding = 'half-up'): string {
    const rounded = this.#value.round(checkedScale(scale), modes[rounding]);
    return (rounded.c[0] === 0 ? rounded.abs() : rounded).toFixed(scale);
  }

  toString(): string {
    return this.text();
  }

  toJSON(): string {
    return this.text();
  }
}

function checkedScale(scale: number): number {
  if (Number.isInteger(scale) && scale >= 0 && scale <= largestScale) return scale;
  throw new RangeError(`a scale is a whole number from 0 to ${largestScale}, not ${scale}`);
}
