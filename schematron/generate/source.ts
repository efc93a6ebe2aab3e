import { SchematronProblem } from '../problem.ts';
import type { Place, Expression as Source } from '../rules/model.ts';
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
    const place = moved(source.place, source.text, error.start);
    const line = source.text.split(/\r\n|\r|\n/)[place.line - source.place.line] ?? '';
    const shown = place.line === source.place.line ? ' '.repeat(source.place.column - 1) + line : line;
    throw new SchematronProblem('SCHEMATRON_XPATH', `${error.code}: ${error.message}`, place, shown);
  }
}

/** The place of the character at `offset` in a text that begins at `place`. */
function moved(place: Place, text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  if (lines.length === 1) return { ...place, column: place.column + last.length };
  return { file: place.file, line: place.line + lines.length - 1, column: last.length + 1 };
}
