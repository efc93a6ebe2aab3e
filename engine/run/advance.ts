import { fail, problem } from '../errors.ts';
import { readJson } from '../json.ts';
import { isFinished } from '../record/fold.ts';
import { anchor, enlist } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { isRunId, layout } from '../record/layout.ts';
import type { AtHand } from './at-hand.ts';
import { type BusinessData, businessData } from './business.ts';
import { Frame } from './frame.ts';
import { type Halt, haltFor } from './halt.ts';
import { claimIdentity, identityOf } from './identity.ts';
import type { Ports } from './ports.ts';
import { Redactor } from './redact.ts';
import { type RunReport, report } from './report.ts';
import { runSteps } from './steps.ts';
import { evaluateAll } from './values.ts';
import { Work } from './work.ts';

export interface AdvanceOptions {
  /** How long it may wait in this process for a parked run, in milliseconds; 0 returns at once. */
  readonly patience?: number;
  /** The journal, if the caller has just read or made it. */
  readonly journal?: Journal;
}

/**
 * Takes a run as far as it goes: until it is finished, held, or parked for longer than the caller's patience.
 * Can be called by any process at any time; of two at once, one goes on and the other gets RUN_TAKEN.
 */
export async function advance(
  ports: Ports,
  atHand: AtHand,
  run: string,
  options: AdvanceOptions = {},
): Promise<RunReport> {
  const journal = options.journal ?? (await openRun(ports, run));
  const { state } = journal;
  if (isFinished(state)) {
    await enlist(ports.store, journal);
    await ports.store.remove(layout.open(run));
    return report(journal);
  }
  if (state.status === 'held') return report(journal);
  if (state.submission.environment !== ports.environment.name) {
    fail(
      'ENVIRONMENT_INVALID',
      `Run ${run} belongs to the environment ${state.submission.environment}, not to ${ports.environment.name}.`,
    );
  }
  const feature = await atHand.features.feature(state.submission.feature.digest);
  const pipeline = feature.pipelines[state.submission.pipeline];
  if (!pipeline)
    fail(
      'RECORD_DAMAGED',
      `Run ${run} names the pipeline ${state.submission.pipeline}, which its feature does not have.`,
    );
  const work = new Work(ports, journal, feature, pipeline, new Redactor());
  const { documents } = work;
  const input = await documents.read(state.input);
  const invoice = atHand.submitted.take(state.input.sha256) ?? readJson(input).data;
  const business = await businessData(invoice, state.submission.original, (record) => documents.read(record));
  await goOn(work, business, ports.clock.monotonic() + (options.patience ?? 0));
  return report(work.journal);
}

export async function openRun(ports: Ports, run: string): Promise<Journal> {
  const journal = isRunId(run) ? await Journal.open(ports.store, run) : undefined;
  return journal ?? fail('RUN_UNKNOWN', `There is no run ${run}.`);
}

async function goOn(work: Work, business: BusinessData, deadline: number): Promise<void> {
  const { clock } = work.ports;
  for (;;) {
    const halt = await runPipeline(work, business);
    if (halt.kind !== 'wait') return end(work, halt);
    if (halt.entry) await work.append({ ...halt.entry, steps: work.takeSteps() });
    const pause = Date.parse(halt.until) - clock.now().getTime();
    work.observe({ type: 'waiting', run: work.run, until: halt.until });
    if (clock.monotonic() + pause > deadline) return;
    await clock.sleep(Math.max(0, pause));
  }
}

async function runPipeline(work: Work, business: BusinessData): Promise<Halt> {
  const { submission, startedAt, input } = work.state;
  const { context, settings } = submission;
  const variables = { ...business, context, settings, run: { id: work.run, startedAt } };
  const claimed = await claim(work, variables);
  if (claimed) return claimed;
  const frame = new Frame('', variables, { input });
  const halt = await runSteps(work, work.pipeline.steps, frame);
  if (halt) return halt;
  try {
    const { documents, values } = work.pipeline.result;
    const result = { documents: frame.gather(documents), values: evaluateAll(values, frame.variables) };
    return { kind: 'finish', state: 'completed', problems: [], result };
  } catch (thrown) {
    return haltFor(thrown, 'result');
  }
}

/** Once something was sent the identity is this run's for good; before, it is claimed at every start. */
async function claim(work: Work, variables: Readonly<Record<string, unknown>>): Promise<Halt | undefined> {
  if (work.state.attempts.size > 0) return undefined;
  const holder = await claimIdentity(work, identityOf(work.pipeline, variables).parts);
  if (holder === undefined) return undefined;
  const message = `This fiscal document is already handled by run ${holder}.`;
  return { kind: 'finish', state: 'cancelled', problems: [problem('IDENTITY_CLAIMED', message)], sameAs: holder };
}

async function end(work: Work, halt: Exclude<Halt, { kind: 'wait' }>): Promise<void> {
  const steps = work.takeSteps();
  if (halt.kind === 'hold') {
    await work.append({ type: 'held', steps, step: halt.step, problems: halt.problems });
    await anchor(work.ports.store, work.journal);
  } else {
    const { kind: _, result, ...finish } = halt;
    await work.append({ type: 'finished', steps, ...finish, result: result ?? { documents: {}, values: {} } });
    await enlist(work.ports.store, work.journal);
    await work.ports.store.remove(layout.open(work.run));
  }
  work.observe({ type: 'state', run: work.run, state: work.state.status });
}
