import { Decimal } from './decimal.ts';
import { DynamicError } from './error.ts';

const lexical = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The value of an xs:double's literal without surrounding space, or undefined when it is none. */
export function parseDouble(text: string): number | undefined {
  if (lexical.test(text)) return Number(text);
  if (text === 'NaN') return Number.NaN;
  if (text === 'INF' || text === '+INF') return Number.POSITIVE_INFINITY;
  if (text === '-INF') return Number.NEGATIVE_INFINITY;
  return undefined;
}

/** As XPath writes it: plainly from 1.0e-6 up to 1.0e6, else with an exponent. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const size = Math.abs(value);
  if (size >= 1e-6 && size < 1e6) return String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const mantissa = digits.includes('.') ? digits : `${digits}.0`;
  return `${mantissa}E${exponent.replace('+', '')}`;
}

/** An xs:float in as few digits as tell it from its neighbours. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return formatDouble(value);
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return formatDouble(short);
  }
  return formatDouble(Number(value.toPrecision(9)));
}

/** The exact value: every binary fraction is a decimal one. */
export function doubleToDecimal(value: number): Decimal {
  if (!Number.isFinite(value)) throw new DynamicError('FOCA0002', `${formatDouble(value)} is no decimal`);
  if (Number.isSafeInteger(value)) return new Decimal(value + 0, 0, false);
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const exponent = (biased === 0 ? 1 : biased) - 1075;
  const signed = value < 0 ? -mantissa : mantissa;
  if (exponent >= 0) return new Decimal(signed << BigInt(exponent), 0, false);
  // n / 2^k = n * 5^k / 10^k
  return shortened(signed * 5n ** BigInt(-exponent), -exponent);
}

function shortened(mantissa: bigint, scale: number): Decimal {
  let value = mantissa;
  let places = scale;
  while (places > 0 && value % 10n === 0n) {
    value /= 10n;
    places--;
  }
  const isSafe = value >= -9007199254740991n && value <= 9007199254740991n;
  return new Decimal(isSafe ? Number(value) : value, places, false);
}
