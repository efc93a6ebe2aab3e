import type { PreparedMapping, PreparedReading } from '../../../actions/lib/mapping/index.ts';
import type { ActionStep, Feature, Pipeline } from '../../../engine/index.ts';
import { findFeature } from '../../../platform/environment/index.ts';
import { opening } from '../../services/opened.ts';

/** What a feature does with one document, without a run around it. */
export interface ReadAndWrite {
  readonly read: PreparedReading['read'];
  /** The business data as a document. */
  readonly write: (invoice: unknown) => Uint8Array;
  /** Whether the business data is what the pipeline that writes takes; one line for each problem. */
  readonly check: (invoice: unknown) => readonly string[];
}

/** The steps `read` of the pipeline `receive` and `document` of `issue`, with the feature's settings or one's own, and a context. */
export async function openReadAndWrite(
  name: string,
  own: Readonly<Record<string, unknown>> = {},
  context: Readonly<Record<string, string>> = {},
): Promise<ReadAndWrite> {
  return readAndWriteOf(await opening(findFeature(name).folder), own, context);
}

/** The same of a feature that is open. */
export function readAndWriteOf(
  feature: Feature,
  own: Readonly<Record<string, unknown>> = {},
  context: Readonly<Record<string, string>> = {},
): ReadAndWrite {
  const { issue, receive } = feature.pipelines;
  const reading = stepOf(receive, 'read').prepared as PreparedReading;
  const writing = stepOf(issue, 'document').prepared as Pick<PreparedMapping, 'write'>;
  const defaults = Object.entries(feature.settings).map(([setting, { default: value }]) => [setting, value]);
  const settings = { ...Object.fromEntries(defaults), ...own };
  return {
    read: reading.read,
    write: (invoice) => writing.write({ invoice, settings, context }).bytes,
    check: (invoice) =>
      (issue?.input.check(invoice, context) ?? []).map(({ code, path, message }) => `${code} ${path ?? ''} ${message}`),
  };
}

function stepOf(pipeline: Pipeline | undefined, id: string): ActionStep {
  const step = pipeline?.steps.find((each) => each.id === id);
  if (step?.kind !== 'action') throw new Error(`There is no step ${id} in ${pipeline?.name}.`);
  return step;
}
