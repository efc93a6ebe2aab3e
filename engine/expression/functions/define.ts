import { EvaluationError } from '@marcbachmann/cel-js';
import { Decimal, type Rounding } from '../../decimal.ts';
import { DataObject } from '../record.ts';

/** A function of the expression language, as the docs show it. */
export interface ExpressionFunction {
  readonly name: string;
  /**
   * Its uses with types, e.g. `round(number, int): decimal`. `number` stands for decimal or int, `when` for date, dateTime
   * or their text, `scalar` for any single value, capital letters for any type that is the same everywhere.
   */
  readonly signatures: readonly string[];
  readonly summary: string;
  /** Expressions with the text they give; undefined for an absent result. Run as tests. */
  readonly examples: readonly (readonly [expression: string, result: string | undefined])[];
  /** What an absent first argument means: the result is absent too (default), the function looks at it itself, or it is an error. */
  readonly absent?: 'passes' | 'seen' | 'refused';
  readonly run: (...values: readonly unknown[]) => unknown;
}

/** Number of the absent argument, for the message; thrown where a value is needed. */
export function absentArgument(index: number): never {
  throw new EvaluationError({ code: `absent_argument:${index}`, message: `argument ${index + 1} is absent` });
}

export function failed(message: string): never {
  throw new EvaluationError({ code: 'failed', message });
}

/** Null, or an object that is not there; an empty text is a value for a function. */
export const isMissing = (value: unknown): boolean =>
  value === null || value === undefined || (value instanceof DataObject && value.raw === undefined);

export function toDecimal(value: unknown): Decimal {
  if (value instanceof Decimal) return value;
  if (typeof value === 'bigint') return Decimal.of(value);
  return failed(`${describe(value)} is no number`);
}

export function toInt(value: unknown): number {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Decimal && value.isInteger()) return Number(value.text());
  return failed(`${describe(value)} is no whole number`);
}

export function toText(value: unknown): string {
  return typeof value === 'string' ? value : failed(`${describe(value)} is no text; use text(…)`);
}

export function toRounding(value: unknown): Rounding {
  const rounding = roundings.find((each) => each === value);
  return rounding ?? failed(`${describe(value)} is no rounding; there is ${roundings.join(', ')}`);
}

const roundings: readonly Rounding[] = ['half-up', 'half-even', 'down', 'up'];

export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (Array.isArray(value)) return 'a list';
  return value instanceof DataObject ? 'an object' : String(value);
}
