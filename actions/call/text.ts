import { fail } from '../../engine/errors.ts';
import type { CompiledExpression, Variables } from '../../engine/expression.ts';

/** The text of an expression, `undefined` when it is absent. Throws EXPRESSION_FAILED for a list or an object. */
export function textOf(expression: CompiledExpression, variables: Variables): string | undefined {
  const value = expression.evaluate(variables);
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return fail('EXPRESSION_FAILED', `=${expression.source} is a list or an object, where a text is needed.`);
}

/** A name and the expression for its text. */
export type Field = readonly [name: string, value: CompiledExpression];

/** Names and texts; what is absent is left out. */
export const textsOf = (fields: readonly Field[], variables: Variables): readonly (readonly [string, string])[] =>
  fields.flatMap(([name, value]) => {
    const text = textOf(value, variables);
    return text === undefined ? [] : [[name, text] as const];
  });
