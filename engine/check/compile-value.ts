import { compileExpression } from '../expression/index.ts';
import type { CompiledExpression, Scope } from '../expression.ts';
import type { Position } from '../source.ts';
import type { Report } from './report.ts';
import { sentence } from './sentence.ts';

/** Where an expression stands. */
export interface Compiling {
  readonly scope: Scope;
  /** Ids of steps that are not done yet there. */
  readonly later: readonly string[];
  /** A plain path may stand without `=`. */
  readonly bare?: boolean;
  /** The text is not the one at the position, but made from it. */
  readonly made?: boolean;
}

/** Compiles `=…` or takes a constant; undefined (and reported, at the part that is wrong) when it does not check. */
export function compileValue(
  report: Report,
  value: unknown,
  at: Position,
  { scope, later, bare = false, made = false }: Compiling,
  expects?: string,
): CompiledExpression | undefined {
  const forward = made ? undefined : forwardReference(value, later);
  if (forward) {
    report.at('REFERENCE_FORWARD', `The step ${forward.id} has not been done yet here.`, at, {
      offset: forward.offset,
      length: forward.id.length,
    });
    return undefined;
  }
  const { expression, problems } = compileExpression(value, scope, { expects, bare });
  if (expression) {
    if (!made && 'constant' in expression) warnOfForgottenSign(report, expression.constant, at, scope);
    return expression;
  }
  // Offsets count from after the `=`.
  const sign = typeof value === 'string' && value.startsWith('=') ? 1 : 0;
  for (const { code, message, hint, offset, length } of problems) {
    const where = made ? {} : { offset: offset + sign, length };
    report.at(code, sentence(message), at, { hint, ...where });
  }
  return undefined;
}

function forwardReference(value: unknown, later: readonly string[]): { id: string; offset: number } | undefined {
  if (typeof value !== 'string' || !value.startsWith('=') || value.startsWith('==')) return undefined;
  // A name inside a text constant is no reference.
  const bare = value.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'/g, (text) => ' '.repeat(text.length));
  for (const match of bare.matchAll(/(?<![.\w])steps\.([A-Za-z]\w*)/g)) {
    const id = match[1] ?? '';
    if (later.includes(id)) return { id, offset: match.index + 'steps.'.length };
  }
  return undefined;
}

/** `invoice.number` where `=invoice.number` was meant is a text like any other: only a person can tell. */
function warnOfForgottenSign(report: Report, value: unknown, at: Position, scope: Scope): void {
  const [, path, name = ''] =
    typeof value === 'string' ? (/^(?:= +)?((\w+)(?:\.\w+|\[\d+\])+)$/.exec(value) ?? []) : [];
  if (path === undefined || !Object.hasOwn(scope, name)) return;
  const hint = `Write =${path} for the field; this writes the letters.`;
  report.at('EXPRESSION_FORGOTTEN', `${path} is a text here, not a field.`, at, { hint, severity: 'warning' });
}
