import { Decimal } from '../../decimal.ts';
import { absentArgument, type ExpressionFunction, failed, isMissing, toDecimal, toInt, toRounding } from './define.ts';

export const numberFunctions: readonly ExpressionFunction[] = [
  {
    name: 'decimal',
    signatures: ['decimal(string): decimal', 'decimal(number): decimal'],
    summary: 'The exact decimal that a text or whole number stands for.',
    examples: [
      ['decimal("1.10") + 1', '2.1'],
      ['decimal("0.1") + decimal("0.2") == decimal("0.3")', 'true'],
    ],
    run: (value) => (typeof value === 'string' ? (Decimal.parse(value) ?? toDecimal(value)) : toDecimal(value)),
  },
  {
    name: 'round',
    signatures: ['round(number, int): decimal', 'round(number, int, string): decimal'],
    summary: 'Rounded to that many digits after the point: half away from zero, or "half-even", "down", "up".',
    examples: [
      ['round(2.345, 2)', '2.35'],
      ['round(-2.5, 0)', '-3'],
      ['round(2.345, 2, "half-even")', '2.34'],
      ['round(2.349, 2, "down")', '2.34'],
      ['round(2.341, 2, "up")', '2.35'],
    ],
    run: (value, scale, rounding = 'half-up') => toDecimal(value).rounded(toInt(scale), toRounding(rounding)),
  },
  {
    name: 'fixed',
    signatures: ['fixed(number, int): string', 'fixed(number, int, string): string'],
    summary: 'Text with exactly that many digits after the point, rounded like round().',
    examples: [
      ['fixed(2, 2)', '2.00'],
      ['fixed(1.005, 2)', '1.01'],
      ['fixed(1.005, 2, "down")', '1.00'],
    ],
    run: (value, scale, rounding = 'half-up') => toDecimal(value).fixed(toInt(scale), toRounding(rounding)),
  },
  {
    name: 'grouped',
    signatures: ['grouped(number, int): string', 'grouped(number, int, string, string): string'],
    summary:
      'For people: text with that many digits after the point, rounded like round(), and a comma between thousands; or with other signs for comma and point.',
    examples: [
      ['grouped(1234567.5, 2)', '1,234,567.50'],
      ['grouped(-1234.5, 2, ".", ",")', '-1.234,50'],
      ['grouped(999, 0)', '999'],
    ],
    run: (value, scale, comma = ',', point = '.') =>
      group(toDecimal(value).fixed(toInt(scale)), String(comma), String(point)),
  },
  {
    name: 'divide',
    signatures: ['divide(number, number, int): decimal', 'divide(number, number, int, string): decimal'],
    summary: 'The quotient, rounded to that many digits after the point like round().',
    examples: [
      ['divide(10, 3, 4)', '3.3333'],
      ['divide(1, 8, 2, "half-even")', '0.12'],
    ],
    absent: 'refused',
    run: (value, by, scale, rounding = 'half-up') =>
      toDecimal(value).dividedBy(toDecimal(by), toInt(scale), toRounding(rounding)),
  },
  {
    name: 'sum',
    signatures: ['sum(list<decimal>): decimal', 'sum(list<int>): int'],
    summary: 'The sum of a list of numbers; 0 for an empty or absent list. A number in it that is absent is an error.',
    examples: [
      ['sum([1.10, 2.20])', '3.3'],
      ['sum([1, 2, 3])', '6'],
    ],
    absent: 'seen',
    run: (list) => {
      const items = numbersIn(list);
      if (items.length > 0 && items.every((item) => typeof item === 'bigint')) return items.reduce((a, b) => a + b);
      return items.reduce((total: Decimal, item) => total.plus(toDecimal(item)), Decimal.zero);
    },
  },
  {
    name: 'min',
    signatures: extremeSignatures('min'),
    summary: 'The smallest of a list, absent when it is empty; or the smaller of two numbers.',
    examples: [
      ['min([2.5, 1.5])', '1.5'],
      ['min(2, 1.5)', '1.5'],
    ],
    absent: 'seen',
    run: (...values) => extreme(values, -1),
  },
  {
    name: 'max',
    signatures: extremeSignatures('max'),
    summary: 'The largest of a list, absent when it is empty; or the larger of two numbers.',
    examples: [
      ['max([2.5, 1.5])', '2.5'],
      ['max(0, -1.5)', '0'],
    ],
    absent: 'seen',
    run: (...values) => extreme(values, 1),
  },
  {
    name: 'abs',
    signatures: ['abs(decimal): decimal', 'abs(int): int'],
    summary: 'The number without its sign.',
    examples: [['abs(-1.5)', '1.5']],
    run: (value) => (typeof value === 'bigint' ? (value < 0n ? -value : value) : toDecimal(value).absolute()),
  },
];

/** `text` are plain digits, with a point and a sign perhaps. */
function group(text: string, comma: string, point: string): string {
  const at = text.indexOf('.');
  const end = at < 0 ? text.length : at;
  const start = text.startsWith('-') ? 1 : 0;
  let whole = text.slice(0, end);
  for (let cut = end - 3; cut > start; cut -= 3) whole = whole.slice(0, cut) + comma + whole.slice(cut);
  return at < 0 ? whole : whole + point + text.slice(at + 1);
}

function extremeSignatures(name: string): readonly string[] {
  const pairs = ['decimal, decimal', 'decimal, int', 'int, decimal'].map((pair) => `${name}(${pair}): decimal`);
  return [`${name}(list<decimal>): decimal`, `${name}(list<int>): int`, ...pairs, `${name}(int, int): int`];
}

function extreme(values: readonly unknown[], sign: 1 | -1): unknown {
  const items = values.length === 1 ? numbersIn(values[0]) : values.map((value, index) => present(value, index));
  return items.reduce<unknown>((best, item) => {
    return best === null || toDecimal(item).compare(toDecimal(best)) === sign ? item : best;
  }, null);
}

function present(value: unknown, index: number): unknown {
  return isMissing(value) ? absentArgument(index) : value;
}

function numbersIn(list: unknown): readonly unknown[] {
  if (isMissing(list)) return [];
  if (!Array.isArray(list)) return failed('a list of numbers is needed');
  const gap = list.findIndex(isMissing);
  return gap < 0 ? list : failed(`number ${gap + 1} of the list is absent; leave it out with filter, or use or(…, 0)`);
}
