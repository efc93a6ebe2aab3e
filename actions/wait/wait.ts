import { defineAction, type Loading, type PureContext, type PureOutput } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import { type CompiledExpression, DateTime } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import { durationOf } from '../lib/duration/index.ts';
import { presentValue } from '../lib/parameter/index.ts';
import { examples } from './examples.ts';
import { parameters } from './parameters.ts';

type End = { readonly until: string } | { readonly for: string };
type ForMessage = {
  readonly message: string;
  readonly where: Readonly<Record<string, string>>;
  readonly mediaType?: string;
};
export type WaitParameters = End & (ForMessage | { readonly message?: undefined });

interface PreparedEnd {
  readonly kind: 'until' | 'for';
  readonly expression: CompiledExpression;
}

interface Prepared extends PreparedEnd {
  readonly message?: { readonly name: string; readonly where: Readonly<Record<string, CompiledExpression>> };
}

/** Parks the run until a moment, for a while from when the step was first reached, or until a message comes. No thread is held. */
export const waitAction = defineAction<WaitParameters, Prepared>({
  name: 'wait',
  summary: 'Waits until a moment, for a while, or for a message; the run is parked meanwhile.',
  effect: 'pure',
  with: parameters,
  in: {},
  out: {},
  outputs: (given) =>
    given.message === undefined
      ? {}
      : {
          documents: { document: given.mediaType ?? 'application/xml' },
          values: { message: { type: 'string' }, receivedAt: { type: 'string', format: 'date-time' } },
        },
  errors: ['MESSAGE_DEADLINE', 'PARAMETER_ABSENT', 'PARAMETER_INVALID'],
  examples,
  prepare(given, loading, at) {
    const end = 'until' in given ? prepare('until', given.until, loading, at) : prepare('for', given.for, loading, at);
    if (given.message === undefined || end === undefined) return end;
    const where = prepareWhere(given.where, loading, at);
    return where && { ...end, message: { name: given.message, where } };
  },
  run(context, { kind, expression, message }): PureOutput {
    const end = kind === 'until' ? { until: momentOf(expression, context) } : { for: lengthOf(expression, context) };
    if (message === undefined) return { wait: end };
    const where = Object.entries(message.where).map(([name, value]) => [
      name,
      String(presentValue(`where.${name}`, value, context.variables)),
    ]);
    return { wait: { ...end, message: { name: message.name, where: Object.fromEntries(where) } } };
  },
});

function prepareWhere(
  where: ForMessage['where'],
  loading: Loading,
  at: Position,
): Readonly<Record<string, CompiledExpression>> | undefined {
  const compiled: Record<string, CompiledExpression> = {};
  for (const [name, value] of Object.entries(where)) {
    const expression = loading.expression(value, below(at, 'where', name), { expects: 'scalar' });
    if (expression === undefined) return undefined;
    compiled[name] = expression;
  }
  return compiled;
}

function prepare(kind: PreparedEnd['kind'], value: string, loading: Loading, at: Position): PreparedEnd | undefined {
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
