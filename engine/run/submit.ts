import { fail, TimbreError } from '../errors.ts';
import type { Feature, Pipeline } from '../feature.ts';
import { readJson } from '../json.ts';
import type { OriginalRecord } from '../record/entry.ts';
import { Journal } from '../record/journal.ts';
import { runId } from '../record/layout.ts';
import { readPurged } from '../record/purged.ts';
import type { AtHand } from './at-hand.ts';
import { type Attachment, handedIn, withAttachments } from './attachments.ts';
import { businessData } from './business.ts';
import { handledBy, identityOf } from './identity.ts';
import { Documents } from './keep.ts';
import { claimKey } from './key.ts';
import { noteRelated } from './later.ts';
import type { Ports } from './ports.ts';
import { schedule } from './schedule.ts';
import { openRun } from './take-up.ts';

export interface SubmissionRequest {
  readonly feature: Feature;
  readonly pipeline: Pipeline;
  /** Complete: what `selectPipeline` made of it. */
  readonly context: Readonly<Record<string, string>>;
  /** The business data as it came, JSON in UTF-8. */
  readonly data: Uint8Array;
  /** Files that go with it. */
  readonly attachments?: readonly Attachment[];
  /** The ERP's idempotency key: what is submitted under it again is the same run. */
  readonly key?: string;
  /** What the caller's tracing calls its request: kept, and told to observers. */
  readonly trace?: string;
  /** The run that this one cancels, pays or corrects; it must have been accepted. */
  readonly original?: string;
  /** A document that another run handles already is refused with IDENTITY_CLAIMED, in place of a run that says so. */
  readonly unlessHandled?: boolean;
}

/**
 * Checks the business data and records the submission; nothing is done with it yet. Resolves to the run: under a key that was
 * used before, the one that the same submission has become. One that was claimed and, its process having died, not recorded is
 * recorded now. Throws every INPUT_… and ATTACHMENT_… problem with its JSON path, IDENTITY_INCOMPLETE, SETTING_INVALID,
 * KEY_REUSED; then nothing was recorded.
 */
export async function submit(ports: Ports, atHand: AtHand, request: SubmissionRequest): Promise<string> {
  const { feature, pipeline, context, data, key, trace, attachments = [] } = request;
  const original = request.original === undefined ? undefined : await originalOf(ports, request.original);
  const business = await businessData(withAttachments(readJson(data).data, attachments), original, (record) =>
    new Documents(ports.store, '').read(record),
  );
  const handed = handedIn(pipeline, business.invoice, attachments, ({ name }) => name);
  const problems = [...pipeline.input.check(business.invoice, context), ...handed.problems];
  if (problems.some((each) => each.severity === 'error')) throw new TimbreError(problems);
  const settings = ports.environment.settings(feature, context);
  const identity = identityOf(pipeline, { context, settings, ...business });
  if (identity.problems.length > 0) throw new TimbreError(identity.problems);
  await atHand.features.pin(feature);
  const fresh = runId(ports.clock.now(), ports.chance.nonce());
  const run = key === undefined ? fresh : await claimKey(ports, key, request, fresh);
  if (run !== fresh && (await isKnown(ports, run))) return run;
  const { id, version, digest } = feature;
  const holder = request.unlessHandled ? await handledBy(ports, id, pipeline.name, identity) : undefined;
  if (holder !== undefined)
    fail('IDENTITY_CLAIMED', `This fiscal document is already handled by run ${holder}.`, { run: holder });
  const submission = {
    feature: { id, version, digest },
    pipeline: pipeline.name,
    environment: ports.environment.name,
    context,
    settings,
    ...(key === undefined ? {} : { key }),
    ...(trace === undefined ? {} : { trace }),
    ...(original === undefined ? {} : { original }),
  };
  await noteRelated(ports.store, original?.run, run, pipeline.cancels);
  const scheduled = await schedule(ports, run, submission, { bytes: data, attachments });
  if (scheduled === undefined && run === fresh) fail('INTERNAL', `The run ${run} exists already.`);
  if (scheduled) atHand.runs.add({ journal: scheduled.journal, invoice: business.invoice });
  return run;
}

/** Whether a run that a key has become was recorded. RUN_PURGED when it was, long ago: it must not be made anew. */
async function isKnown({ store }: Ports, run: string): Promise<boolean> {
  if (await Journal.open(store, run)) return true;
  const purged = await readPurged(store, run);
  if (purged === undefined) return false;
  return fail(
    'RUN_PURGED',
    `What was submitted under this key is run ${run}, purged on ${purged.purgedAt.slice(0, 10)}.`,
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
