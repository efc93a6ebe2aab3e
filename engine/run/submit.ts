import { fail, TimbreError } from '../errors.ts';
import type { Feature, Pipeline } from '../feature.ts';
import type { OriginalRecord } from '../record/entry.ts';
import { layout, runId } from '../record/layout.ts';
import { openRun } from './advance.ts';
import { businessData } from './business.ts';
import { identityOf } from './identity.ts';
import { Documents } from './keep.ts';
import type { Pinned } from './pinned.ts';
import type { Ports } from './ports.ts';
import { type NewRun, schedule } from './schedule.ts';

export interface SubmissionRequest {
  readonly feature: Feature;
  readonly pipeline: Pipeline;
  /** Complete: what `selectPipeline` made of it. */
  readonly context: Readonly<Record<string, string>>;
  /** The business data as it came, JSON in UTF-8. */
  readonly data: Uint8Array;
  /** The ERP's idempotency key. */
  readonly key?: string;
  /** The run that this one cancels, pays or corrects; it must have been accepted. */
  readonly original?: string;
}

/**
 * Checks the business data and records the submission; nothing is done with it yet.
 * Throws every INPUT_… problem with its JSON path, IDENTITY_INCOMPLETE, SETTING_INVALID; then nothing was recorded.
 */
export async function submit(ports: Ports, pinned: Pinned, request: SubmissionRequest): Promise<NewRun> {
  const { feature, pipeline, context, data, key } = request;
  const original = request.original === undefined ? undefined : await originalOf(ports, request.original);
  const business = await businessData(data, original, (record) => new Documents(ports.store, '').read(record));
  const problems = pipeline.input.check(business.invoice);
  if (problems.some((each) => each.severity === 'error')) throw new TimbreError(problems);
  const settings = ports.environment.settings(feature, context);
  const incomplete = identityOf(pipeline, { ...business, context, settings }).problems;
  if (incomplete.length > 0) throw new TimbreError(incomplete);
  await pinned.pin(feature);
  const run = runId(ports.clock.now(), ports.chance.nonce());
  const { id, version, digest } = feature;
  const submission = {
    feature: { id, version, digest },
    pipeline: pipeline.name,
    environment: ports.environment.name,
    context,
    settings,
    ...(key === undefined ? {} : { key }),
    ...(original === undefined ? {} : { original }),
  };
  if (original && pipeline.cancels) await ports.store.create(layout.cancellation(original.run, run), new Uint8Array());
  return (
    (await schedule(ports, run, submission, { bytes: data })) ?? fail('INTERNAL', `The run ${run} exists already.`)
  );
}

async function originalOf(ports: Ports, run: string): Promise<OriginalRecord> {
  const { state } = await openRun(ports, run);
  if (state.status !== 'completed' || state.outcome !== 'accepted') {
    const is = `${state.status}${state.outcome ? `, ${state.outcome}` : ''}`;
    fail('ORIGINAL_NOT_ACCEPTED', `Run ${run} is ${is}; only what was accepted can be cancelled, paid or corrected.`);
  }
  return { run, values: state.result?.values ?? {}, input: state.input };
}
