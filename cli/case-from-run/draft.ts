import { type Feature, TimbreError } from '../../engine/index.ts';
import { isObject } from '../../engine/json.ts';
import type { SchemaObject } from '../../engine/schema/index.ts';
import invoice from '../../schemas/invoice.schema.json' with { type: 'json' };
import type { Case } from '../cases/read.ts';
import { choose } from '../commands/run.ts';
import { annotationsOf, Masks, maskData, seeTexts } from '../masking/index.ts';
import { timeOf } from '../sandbox/open.ts';
import { hasWiring, readWiring } from '../sandbox/read-wiring.ts';
import type { Recording } from './recording.ts';

/** A case that is not written yet. */
export interface Draft {
  readonly name: string;
  readonly recording: Recording;
  /** The business data, masked. */
  readonly data: unknown;
  /** When it may have been for the authority: on a developer's machine that may have been the sandbox. */
  readonly sandboxTime?: string;
  readonly fields: Omit<Case, 'name' | 'folder' | 'file' | 'expect'>;
}

/** Drafts of runs that build on each other, in their order. What they share has one mask in all of them. */
export function draftsOf(chain: readonly Recording[], name: string, feature: Feature, folder: string): Draft[] {
  const masks = new Masks();
  const parts = chain.map((recording) => partsOf(recording, feature, folder));
  for (const { data, settings } of parts)
    for (const part of [data, settings]) seeTexts(part.value, part.annotations, masks);
  return chain.map((recording, index) => {
    const masked = parts[index];
    const data = masked && maskData(masked.data.value, masked.data.annotations, masks);
    const settings = masked && maskData(masked.settings.value, masked.settings.annotations, masks);
    const before = index === 0 ? {} : { original: nameOf(name, index - 1, chain.length) };
    const { environment } = recording.submission;
    const sandboxTime = environment === 'local' ? timeOf(data) : undefined;
    return {
      name: nameOf(name, index, chain.length),
      recording,
      data,
      ...(sandboxTime ? { sandboxTime: wholeSeconds(sandboxTime) } : {}),
      fields: fieldsOf(recording, feature, folder, data, isObject(settings) ? settings : {}, before),
    };
  });
}

/** `NAME` is the last; what it builds on is `NAME-original`, and before that `NAME-original-original`. */
const nameOf = (name: string, index: number, count: number): string => name + '-original'.repeat(count - 1 - index);

/** What of a run may tell something of somebody, with what its schemas say of that. */
function partsOf({ data, submission }: Recording, feature: Feature, folder: string) {
  const schema = feature.pipelines[submission.pipeline]?.input.schema ?? {};
  const schemas = Object.fromEntries(Object.entries(feature.settings).map(([name, setting]) => [name, setting.schema]));
  const settings = settingsOf(submission.settings, feature, folder);
  return {
    data: { value: data, annotations: annotationsOf(schema, referredTo(feature, schema), data) },
    settings: { value: settings, annotations: annotationsOf({ type: 'object', properties: schemas }, [], settings) },
  };
}

/** The invoice model, and those of the feature's schemas that have a name. */
function referredTo(feature: Feature, schema: SchemaObject): SchemaObject[] {
  return [invoice, ...namedSchemas(feature).filter(({ $id }) => $id !== schema.$id)];
}

/** The same objects for all runs of a feature: what is compiled of them is found again by them. */
function namedSchemas(feature: Feature): readonly SchemaObject[] {
  const before = named.get(feature);
  if (before) return before;
  const own = Object.entries(feature.files)
    .filter(([path]) => path.endsWith('.schema.json'))
    .map(([, text]): SchemaObject => JSON.parse(text))
    .filter(({ $id }) => typeof $id === 'string');
  named.set(feature, own);
  return own;
}

const named = new WeakMap<Feature, readonly SchemaObject[]>();

/** Those that neither the sandbox gives nor the feature has by itself. */
function settingsOf(recorded: Recording['submission']['settings'], feature: Feature, folder: string) {
  const { settings: wired = {} } = hasWiring(folder) ? readWiring(folder) : {};
  const own = Object.entries(recorded).filter(
    ([name, value]) =>
      !Object.hasOwn(wired, name) && JSON.stringify(value) !== JSON.stringify(feature.settings[name]?.default),
  );
  return Object.fromEntries(own);
}

function fieldsOf(
  { submission, startedAt, report }: Recording,
  feature: Feature,
  folder: string,
  data: unknown,
  settings: Readonly<Record<string, unknown>>,
  before: { readonly original?: string },
): Draft['fields'] {
  const { pipeline } = submission;
  const context = contextOf(submission, feature, data);
  return {
    title: `${feature.pipelines[pipeline]?.title}: ${report.outcome ?? report.state}`,
    pipeline,
    ...before,
    ...(Object.keys(context).length === 0 ? {} : { context }),
    ...(Object.keys(settings).length === 0 ? {} : { settings }),
    at: wholeSeconds(new Date(startedAt)),
    ...(report.sameAs === undefined ? {} : { submissions: 2 }),
    ...(hasWiring(folder) ? { sandbox: readWiring(folder).sandbox } : {}),
  };
}

/** The fields that a pipeline applies by, where the business data does not give them: the feature lists their values. */
function contextOf({ context, pipeline }: Recording['submission'], feature: Feature, data: unknown) {
  const applies = Object.keys(feature.pipelines[pipeline]?.applies ?? {});
  const given = Object.entries(context).filter(([field]) => applies.includes(field));
  try {
    const { context: chosen } = choose(feature, pipeline, data, {});
    return Object.fromEntries(given.filter(([field, value]) => chosen[field] !== value));
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    return Object.fromEntries(given);
  }
}

const wholeSeconds = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');
