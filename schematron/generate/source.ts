import { SchematronProblem } from '../problem.ts';
import { placeInside, type Expression as Source } from '../rules/index.ts';
import { type Expression, parseExpression, parseType, type SequenceType, StaticProblem } from '../xpath/index.ts';
import type { Scope } from './scope.ts';

/** From an expression's text in the rule set to its tree; mistakes are reported where they stand in the file. */

export function read(source: Source, scope: Scope): { readonly e: Expression; readonly inner: Scope } {
  const e = at(source, () => parseExpression(source.text, source.context));
  return { e, inner: { ...scope, text: source.text } };
}

export function readType(source: Source): SequenceType {
  return at(source, () => parseType(source.text, source.context));
}

/** Runs what may find a mistake in `source`, and says where in the file it stands. */
export function at<T>(source: Source, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof StaticProblem)) throw error;
    const place = placeInside(source, error.start);
    const lines = (source.written ?? source.text).split(/\r\n|\r|\n/);
    const line = lines[place.line - source.place.line] ?? '';
    const indent = place.line === source.place.line ? ' '.repeat(source.place.column - 1) : '';
    throw new SchematronProblem('SCHEMATRON_XPATH', `${error.code}: ${error.message}`, place, indent + line);
  }
}
