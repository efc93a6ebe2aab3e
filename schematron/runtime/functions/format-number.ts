import { cast } from '../cast.ts';
import { toNumericArgument } from '../convert.ts';
import * as decimal from '../decimal.ts';
import { Decimal } from '../decimal.ts';
import { DynamicError } from '../error.ts';
import { type Atomic, Double } from '../item.ts';

/**
 * format-number() with the default decimal format: digits `#` and `0`, `,` and `.`, a second part after `;` for negative
 * numbers, `%` and `‰`. Throws XTDE1310 for a picture without digits.
 */
export function formatNumber(item: Atomic | undefined, picture: string): string {
  if (item === undefined) return 'NaN';
  const number = toNumericArgument(item);
  if (number instanceof Double && Number.isNaN(number.value)) return 'NaN';
  const negative = number instanceof Double ? number.value < 0 : number.mantissa < 0;
  const [positivePart = '', negativePart] = picture.split(';');
  const part = readPicture(negative && negativePart !== undefined ? negativePart : positivePart);
  const sign = negative && negativePart === undefined ? '-' : '';
  if (number instanceof Double && !Number.isFinite(number.value)) return `${sign}${part.prefix}Infinity${part.suffix}`;
  const value = cast(number, 'decimal');
  if (!(value instanceof Decimal)) return 'NaN';
  return sign + part.prefix + digitsOf(decimal.abs(value), part) + part.suffix;
}

interface Part {
  readonly prefix: string;
  readonly suffix: string;
  readonly leastWhole: number;
  readonly leastFraction: number;
  readonly mostFraction: number;
  readonly grouping: number;
  readonly factor: number;
}

function readPicture(text: string): Part {
  const [, prefix = '', digits = '', suffix = ''] = /^([^#0.,]*)([#0.,]*)([^#0.,]*)$/.exec(text) ?? [];
  const [whole = '', fraction = ''] = digits.split('.');
  if (!/[#0]/.test(digits)) throw new DynamicError('XTDE1310', `“${text}” is no picture of a number`);
  const comma = whole.lastIndexOf(',');
  return {
    prefix,
    suffix,
    leastWhole: whole.replace(/[^0]/g, '').length,
    leastFraction: fraction.replace(/[^0]/g, '').length,
    mostFraction: fraction.length,
    grouping: comma < 0 ? 0 : whole.length - comma - 1,
    factor: /%/.test(prefix + suffix) ? 100 : /‰/.test(prefix + suffix) ? 1000 : 1,
  };
}

function digitsOf(value: Decimal, part: Part): string {
  const scaled = decimal.multiply(value, decimal.integer(part.factor));
  const [whole = '0', fraction = ''] = String(decimal.round(scaled, part.mostFraction, 'half-even')).split('.');
  const shown = (whole === '0' ? '' : whole).padStart(part.leastWhole, '0');
  const places = fraction.padEnd(part.leastFraction, '0');
  const isEmpty = shown === '' && places === '';
  const grouped =
    part.grouping === 0 ? shown : shown.replace(new RegExp(`\\B(?=(?:\\d{${part.grouping}})+$)`, 'g'), ',');
  return (isEmpty ? '0' : grouped) + (places === '' ? '' : `.${places}`);
}
