import type { CompiledExpression, JsonSchema, Scope } from '../expression.ts';
import type { InputCheck } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { compileValue } from './compile-value.ts';
import { compileInput } from './input.ts';
import type { Parts } from './parts.ts';
import type { InputYaml } from './shapes.ts';

interface Choice {
  readonly when: CompiledExpression | undefined;
  readonly input: InputCheck;
}

/**
 * The check of business data by one schema, or by the first of several whose condition holds; the last has none, and gives expressions
 * their types. Undefined (and reported) when one of them is no schema.
 */
export function compileInputs(
  yaml: string | readonly InputYaml[],
  at: Position,
  context: JsonSchema,
  parts: Parts,
): InputCheck | undefined {
  const list = typeof yaml === 'string' ? [yaml] : yaml;
  const scope: Scope = { invoice: true, context };
  const choices = list.map((each, index): Choice | undefined => {
    const place = typeof yaml === 'string' ? at : below(at, index);
    checkCondition(each, index === list.length - 1, place, parts);
    const [path, schemaAt] = typeof each === 'string' ? [each, place] : [each.schema, below(place, 'schema')];
    const file = parts.sources.file(path, schemaAt);
    const input = file && compileInput(file, parts.report, parts.schemas);
    const when =
      typeof each === 'string'
        ? undefined
        : compileValue(parts.report, each.when, below(place, 'when'), { scope, later: [] }, 'bool');
    return input && { when, input };
  });
  const whole = choices.filter((each) => each !== undefined);
  const last = whole.at(-1)?.input;
  if (last === undefined || whole.length < choices.length) return undefined;
  if (whole.length === 1) return last;
  return {
    schema: last.schema,
    check: (invoice, context = {}) => (meant(whole, { invoice, context }) ?? last).check(invoice),
  };
}

/** A condition that cannot be evaluated on this data does not hold. */
function meant(choices: readonly Choice[], variables: Readonly<Record<string, unknown>>): InputCheck | undefined {
  return choices.find(({ when }) => {
    try {
      return when === undefined || when.evaluate(variables) === true;
    } catch {
      return false;
    }
  })?.input;
}

function checkCondition(each: InputYaml, isLast: boolean, at: Position, { report }: Parts): void {
  if (isLast === (typeof each === 'string')) return;
  const message = isLast
    ? 'The last schema is for all that the others are not for: it has no condition.'
    : 'Only the last schema can stand without a condition: those after it would never be asked.';
  const hint = isLast ? 'Write its path alone.' : 'Write { when: =…, schema: … }.';
  report.at('INPUT_SCHEMA_INVALID', message, at, { hint });
}
