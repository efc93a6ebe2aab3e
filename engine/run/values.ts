import { Decimal } from '../decimal.ts';
import type { Value } from '../document.ts';
import type { CompiledExpression, Variables } from '../expression.ts';

/** What an expression gives, as it is recorded: decimals become text, so that nothing of them is lost. */
export function toValue(result: unknown): Value {
  if (typeof result === 'string' || typeof result === 'number' || typeof result === 'boolean') return result;
  if (result === undefined || result === null) return null;
  if (result instanceof Decimal) return result.text();
  if (Array.isArray(result)) return result.map(toValue);
  if (typeof result === 'bigint') return Number.isSafeInteger(Number(result)) ? Number(result) : result.toString();
  return JSON.stringify(result);
}

export function evaluateAll(
  expressions: Readonly<Record<string, CompiledExpression>>,
  variables: Variables,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, expression] of Object.entries(expressions)) values[name] = toValue(expression.evaluate(variables));
  return values;
}
