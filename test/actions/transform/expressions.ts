import type { Loading } from '../../../engine/action.ts';
import { type Problem, problem } from '../../../engine/errors.ts';
import { compileExpression, type Scope } from '../../../engine/expression.ts';

/** Expressions as the loader compiles them, with what it reports. */
export function expressionsOf(scope: Scope): { compile: Loading['expression']; problems: Problem[] } {
  const problems: Problem[] = [];
  const compile: Loading['expression'] = (value, at, options = {}) => {
    const compiled = compileExpression(value, options.scope ?? scope, options);
    for (const { code, message, hint, offset, length } of compiled.problems ?? []) {
      const place = at.file.place(at.path, 'value', offset + 1, length);
      problems.push(problem(code, message, { hint, place }));
    }
    return compiled.expression;
  };
  return { compile, problems };
}
