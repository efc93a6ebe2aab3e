import { fail } from '../errors.ts';
import { readJson } from '../json.ts';
import type { RunState } from '../record/fold.ts';
import { Journal } from '../record/journal.ts';
import { isRunId } from '../record/layout.ts';
import type { AtHand } from './at-hand.ts';
import { handedIn, readAttachments, withAttachments } from './attachments.ts';
import { businessData } from './business.ts';
import { Frame } from './frame.ts';
import type { Documents } from './keep.ts';
import type { Ports } from './ports.ts';
import { Redactor } from './redact.ts';
import { Work } from './work.ts';

/**
 * The work on a run, with the frame in which its pipeline begins and its invoice, which is read if the caller does not have it.
 * ENVIRONMENT_INVALID when it is another environment's.
 */
export async function takeUp(
  ports: Ports,
  atHand: AtHand,
  journal: Journal,
  known?: unknown,
): Promise<{ work: Work; frame: () => Frame; invoice: unknown }> {
  const { run, state } = journal;
  const { submission, input, attachments, startedAt } = state;
  if (submission.environment !== ports.environment.name) {
    fail(
      'ENVIRONMENT_INVALID',
      `Run ${run} belongs to the environment ${submission.environment}, not to ${ports.environment.name}.`,
    );
  }
  const feature = await atHand.features.feature(submission.feature.digest);
  const pipeline = feature.pipelines[submission.pipeline];
  if (!pipeline)
    fail('RECORD_DAMAGED', `Run ${run} names the pipeline ${submission.pipeline}, which its feature does not have.`);
  const work = new Work(ports, journal, feature, pipeline, new Redactor());
  const { documents } = work;
  const invoice = known ?? (await readInvoice(documents, state));
  const business = await businessData(invoice, submission.original, (record) => documents.read(record));
  const { context, settings } = submission;
  const { files } = handedIn(pipeline, invoice, attachments, ({ fileName }) => fileName);
  const handed = Object.entries(files);
  const variables = {
    context,
    settings,
    attachments: Object.fromEntries(handed.map(([name, { fileName }]) => [name, fileName])),
    run: { id: run, startedAt },
    ...business,
  };
  const inputs = Object.fromEntries(handed.map(([name, record]) => [`attachments.${name}`, record]));
  return { work, frame: () => new Frame('', variables, { input, ...inputs }), invoice };
}

async function readInvoice(documents: Documents, { input, attachments }: RunState): Promise<unknown> {
  const { data } = readJson(await documents.read(input));
  return withAttachments(data, await readAttachments(documents, attachments));
}

export async function openRun(ports: Ports, run: string): Promise<Journal> {
  const journal = isRunId(run) ? await Journal.open(ports.store, run) : undefined;
  return journal ?? fail('RUN_UNKNOWN', `There is no run ${run}.`);
}
