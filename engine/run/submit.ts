import { fail, TimbreError } from '../errors.ts';
import type { Feature, Pipeline } from '../feature.ts';
import { readJson } from '../json.ts';
import { runId } from '../record/layout.ts';
import { identityOf } from './identity.ts';
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
}

/**
 * Checks the business data and records the submission; nothing is done with it yet.
 * Throws every INPUT_… problem with its JSON path, IDENTITY_INCOMPLETE, SETTING_INVALID; then nothing was recorded.
 */
export async function submit(ports: Ports, pinned: Pinned, request: SubmissionRequest): Promise<NewRun> {
  const { feature, pipeline, context, data, key } = request;
  const business = readJson(data).data;
  const problems = pipeline.input.check(business);
  if (problems.some((each) => each.severity === 'error')) throw new TimbreError(problems);
  const settings = ports.environment.settings(feature, context);
  const incomplete = identityOf(pipeline, { invoice: business, context, settings }).problems;
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
  };
  return (
    (await schedule(ports, run, submission, { bytes: data })) ?? fail('INTERNAL', `The run ${run} exists already.`)
  );
}
