import { fail } from '../../../engine/errors.ts';
import type { CompiledExpression, Variables } from '../../../engine/expression.ts';

/**
 * The text of a parameter that must have one.
 *
 * @throws TimbreError PARAMETER_ABSENT, with the field of the business data where the expression is a plain path
 */
export const requiredText = (name: string, expression: CompiledExpression, variables: Variables): string =>
  String(presentValue(name, expression, variables));

/** The value of a parameter that must have one, whatever its type. Throws as `requiredText` does. */
export function presentValue(name: string, expression: CompiledExpression, variables: Variables): unknown {
  const value = expression.evaluate(variables);
  if (value !== null && value !== undefined && value !== '') return value;
  const { path } = expression;
  return fail('PARAMETER_ABSENT', `\`${name}\` (${expression.source}) has no value`, {
    path: path?.[0] === 'invoice' ? path.slice(1).join('.') : undefined,
  });
}
