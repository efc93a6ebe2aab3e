import { type Problem, problem } from '../errors.ts';
import type { Feature, Pipeline } from '../feature.ts';
import type { Candidate, Context, Misfit } from './candidate.ts';
import { noPipeline } from './no-pipeline.ts';

export type { Context } from './candidate.ts';

export interface Selected {
  readonly feature: Feature;
  readonly pipeline: Pipeline;
  /** What was given, and what the pipeline's defaults add. */
  readonly context: Context;
}

export interface Selection {
  readonly selected?: Selected;
  readonly problems: readonly Problem[];
}

/**
 * Chooses feature, version and pipeline for a submission: `applies` must hold for the context (completed by the pipeline's
 * defaults) and the feature must be effective on the date that it names in the business data. Of several versions of one
 * feature the one with the latest `from` is taken, and of several features the one that asks for more of what the context says:
 * `format` for a specification of a base, `legalEntity` for a customer's own. NO_PIPELINE says of the nearest what did not fit;
 * PIPELINE_AMBIGUOUS names all that fit equally. `name` narrows to the pipelines of one name.
 */
export function selectPipeline(
  features: readonly Feature[],
  context: Context,
  data: unknown,
  name?: string,
): Selection {
  const judged = features.flatMap((feature) =>
    Object.values(feature.pipelines)
      .filter((pipeline) => name === undefined || pipeline.name === name)
      .map((pipeline) => fit(feature, pipeline, context, data)),
  );
  const fitting = judged.flatMap((each) => ('selected' in each ? [each.selected] : []));
  const best = fitting.filter((one) => !fitting.some((other) => supersedes(other, one, context)));
  const [first, second] = best;
  if (!first)
    return {
      problems: [
        noPipeline(
          judged.flatMap((each) => ('selected' in each ? [] : [each])),
          context,
        ),
      ],
    };
  return second ? { problems: [ambiguous(best, context)] } : { selected: first, problems: [] };
}

function fit(
  feature: Feature,
  pipeline: Pipeline,
  given: Context,
  data: unknown,
): { readonly selected: Selected } | Candidate {
  const context = completed(pipeline, given, data);
  const selected = { feature, pipeline, context };
  const misfits = misfitsOf(pipeline, context);
  if (misfits.length > 0) return { name: nameOf(selected), misfits };
  const against = notInForce(feature, data);
  return against === undefined
    ? { selected }
    : { name: nameOf(selected), misfits, day: { field: feature.effective.by, against } };
}

function misfitsOf({ applies }: Pipeline, context: Context): readonly Misfit[] {
  return Object.entries(applies).flatMap(([field, wanted]) => {
    const value = Object.hasOwn(context, field) ? context[field] : undefined;
    return value !== undefined && wanted.includes(value) ? [] : [{ field, value, wanted }];
  });
}

/** Why a feature is not for the day of the business data; undefined when it is. */
export function notInForce({ effective: { from, until, by } }: Feature, data: unknown): string | undefined {
  const date = dateAt(data, by);
  if (date === undefined) return `${by} is no date, YYYY-MM-DD`;
  if (date < from) return `${by} is ${date}, before ${from}`;
  return until !== undefined && date >= until ? `${by} is ${date}, not before ${until}` : undefined;
}

/**
 * The context with what the pipeline's defaults add. An expression that cannot be evaluated on this data leaves its field out: `applies`
 * says then what is missing.
 */
export function completed(pipeline: Pipeline, given: Context, data: unknown): Context {
  const context: Record<string, string> = { ...given };
  for (const [field, fallback] of Object.entries(pipeline.defaults)) {
    if (Object.hasOwn(context, field)) continue;
    try {
      const value = fallback.evaluate({ invoice: data });
      if (typeof value === 'string') context[field] = value;
    } catch {}
  }
  return context;
}

function dateAt(data: unknown, path: string): string | undefined {
  let value = data;
  for (const segment of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined;
    value = Reflect.get(value, segment);
  }
  return typeof value === 'string' ? /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] : undefined;
}

function supersedes(one: Selected, other: Selected, given: Context): boolean {
  if (one.feature.id === other.feature.id) return one.feature.effective.from > other.feature.effective.from;
  return isNarrower(one.pipeline, other.pipeline, given);
}

/** It asks for more, and that was said: what a pipeline takes on by itself makes nobody the one who is meant. */
function isNarrower(one: Pipeline, other: Pipeline, given: Context): boolean {
  const more = Object.keys(one.applies).filter((field) => !Object.hasOwn(other.applies, field));
  const less = Object.keys(other.applies).filter((field) => !Object.hasOwn(one.applies, field));
  const isGiven = (field: string) => Object.hasOwn(given, field);
  return more.length > 0 && more.every(isGiven) && !less.some(isGiven);
}

function ambiguous(all: readonly Selected[], given: Context): Problem {
  const names = all.map((each) => `${nameOf(each)}${placeOf(each)}`);
  const message = `These apply equally: ${names.join(' and ')}.`;
  const fields = [...new Set(all.flatMap(({ pipeline }) => Object.keys(pipeline.applies)))];
  const [field] = fields.filter((each) => !Object.hasOwn(given, each) && tellsApart(all, each));
  if (field === undefined) return problem('PIPELINE_AMBIGUOUS', message);
  const each = all.map((one) => `${valuesOf(one, field) || 'nothing'} for ${nameOf(one)}`);
  return problem('PIPELINE_AMBIGUOUS', message, {
    path: `context.${field}`,
    hint: `Say \`${field}\` in the context: ${each.join(', ')}.`,
  });
}

const tellsApart = (all: readonly Selected[], field: string): boolean =>
  new Set(all.map((each) => valuesOf(each, field))).size === all.length;

const valuesOf = ({ pipeline }: Selected, field: string): string => pipeline.applies[field]?.join(' or ') ?? '';

const nameOf = ({ feature, pipeline }: Selected): string => `${feature.id} ${feature.version} ${pipeline.name}`;

function placeOf({ pipeline }: Selected): string {
  const at = pipeline.steps[0]?.at;
  if (!at) return '';
  const { file, line } = at.file.place(at.path.slice(0, 2), 'key');
  return ` (${file}:${line})`;
}
