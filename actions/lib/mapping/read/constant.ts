import type { Position } from '../../../../engine/source.ts';
import { isJsonNumber } from '../json-number.ts';
import type { Reading } from './reading.ts';

export type Scalar = string | number | boolean;

export const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A constant as the text that is written; undefined and reported where YAML reads it as something else than it looks. */
export function constantText(reading: Reading, value: Scalar, at: Position): string | undefined {
  if (typeof value === 'string') {
    // Whether it looks like a field whose `=` was forgotten is known where expressions are.
    reading.loading.expression(value.startsWith('=') ? `=${value}` : value, at);
    return value;
  }
  const text = String(value);
  const written = rawScalar(at) ?? text;
  if (written === text) return text;
  reading.report('SCHEMA', `YAML reads ${written} as ${text}`, at, `Put it in quotes: "${written}"`);
  return undefined;
}

/** A number as the author wrote it, all digits kept, where JSON writes it the same way. */
export function numberLiteral(value: number, at: Position): string {
  const written = rawScalar(at);
  return written !== undefined && isJsonNumber(written) ? written : String(value);
}

/** The characters of an unquoted scalar in the file. */
function rawScalar(at: Position): string | undefined {
  const place = at.file.place(at.path);
  return /^[^\s,#}\]]+/.exec(place.source?.slice(place.column - 1) ?? '')?.[0];
}
