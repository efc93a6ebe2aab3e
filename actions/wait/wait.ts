import { defineAction, type Loading, type PureContext, type PureOutput } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import { type CompiledExpression, DateTime } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import { durationOf } from '../lib/duration/index.ts';
import { presentValue } from '../lib/parameter/index.ts';
import { examples } from './examples.ts';

export type WaitParameters = { readonly until: string } | { readonly for: string };

interface Prepared {
  readonly kind: 'until' | 'for';
  readonly expression: CompiledExpression;
}

/** Parks the run until a moment, or for a while from when the step was first reached. No thread is held meanwhile. */
export const waitAction = defineAction<WaitParameters, Prepared>({
  name: 'wait',
  summary: 'Waits until a moment, or for a while; the run is parked meanwhile.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      until: {
        type: 'string',
        minLength: 1,
        description: 'The moment, with its offset from UTC, e.g. =dateTime("2026-03-01T00:00:00-06:00").',
      },
      for: {
        type: 'string',
        pattern: '^(=[^]*|\\d{1,5}(ms|s|m|h|d))$',
        description:
          'How long, from when the step is first reached, e.g. 90s, 15m, 72h or 3d, or an expression for it.',
      },
    },
    minProperties: 1,
    maxProperties: 1,
    additionalProperties: false,
  },
  in: {},
  out: {},
  errors: ['PARAMETER_ABSENT', 'PARAMETER_INVALID'],
  examples,
  prepare: (parameters, loading, at) =>
    'until' in parameters
      ? prepare('until', parameters.until, loading, at)
      : prepare('for', parameters.for, loading, at),
  run: (context, prepared): PureOutput =>
    prepared.kind === 'until'
      ? { wait: { until: momentOf(prepared.expression, context) } }
      : { wait: { for: lengthOf(prepared.expression, context) } },
});

function prepare(kind: Prepared['kind'], value: string, loading: Loading, at: Position): Prepared | undefined {
  const place = below(at, kind);
  const expression = loading.expression(value, place, { expects: 'scalar' });
  if (expression === undefined) return undefined;
  if (kind === 'for' || (expression.type !== 'date' && !isMistaken(expression.constant))) return { kind, expression };
  const hint = 'Write for example =dateTime("2026-03-01", "00:00:00-06:00").';
  loading.report('EXPRESSION_TYPE', '`until` needs a date, a time and its offset from UTC', place, hint);
  return undefined;
}

/** A constant that can be told now to be no moment. */
const isMistaken = (constant: unknown): boolean => constant !== undefined && dateTimeOf(constant)?.offset === undefined;

const dateTimeOf = (value: unknown): DateTime | undefined =>
  value instanceof DateTime ? value : typeof value === 'string' ? DateTime.parse(value) : undefined;

function momentOf(expression: CompiledExpression, { variables }: PureContext): Date {
  const value = presentValue('until', expression, variables);
  const moment = dateTimeOf(value);
  if (moment?.offset !== undefined) return new Date(moment.instant);
  // Whose midnight a day begins with is for the author to say.
  const lacks = moment === undefined ? 'no date and time' : 'without an offset from UTC';
  return fail('PARAMETER_INVALID', `\`until\` (${expression.source}) is "${shown(value)}": ${lacks}`);
}

function lengthOf(expression: CompiledExpression, { variables }: PureContext): number {
  const value = presentValue('for', expression, variables);
  const length = durationOf(String(value));
  if (length !== undefined && length <= longest) return length;
  const lacks = length === undefined ? 'no duration like 15m, 72h or 3d' : 'longer than 99999 days';
  return fail('PARAMETER_INVALID', `\`for\` (${expression.source}) is "${shown(value)}": ${lacks}`);
}

/** Milliseconds; added to any date of ours it still is one. */
const longest = 99_999 * 86_400_000;

const shown = (value: unknown): string => String(value).slice(0, 40);
