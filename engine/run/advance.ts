import { problem } from '../errors.ts';
import type { Entry, StepRecord } from '../record/entry.ts';
import { isFinished } from '../record/fold.ts';
import { anchor } from '../record/index-entry.ts';
import type { Journal } from '../record/journal.ts';
import type { AtHand } from './at-hand.ts';
import { concerned } from './concerned.ts';
import type { Frame } from './frame.ts';
import { type Halt, haltFor } from './halt.ts';
import { claimIdentity, identityOf } from './identity.ts';
import { noteLater } from './later.ts';
import type { Ports } from './ports.ts';
import { type RunReport, report } from './report.ts';
import { runSteps } from './steps.ts';
import { openRun, takeUp } from './take-up.ts';
import { evaluateAll } from './values.ts';
import type { Work } from './work.ts';

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
  const known = atHand.runs.take(run);
  const journal = options.journal ?? (await known?.journal.catchUp()) ?? (await openRun(ports, run));
  const { state } = journal;
  if (isFinished(state)) {
    await atHand.ended.add(journal);
    return report(journal);
  }
  if (state.status === 'held') return report(journal);
  const { trace } = state.submission;
  if (trace !== undefined) ports.observe?.({ type: 'traced', run, trace });
  const { work, frame, invoice } = await takeUp(ports, atHand, journal, known?.invoice);
  await goOn(work, atHand, frame, ports.clock.monotonic() + (options.patience ?? 0));
  if (work.state.status === 'waiting' && work.isRecorded) atHand.runs.add({ journal: work.journal, invoice });
  return report(work.journal);
}

async function goOn(work: Work, atHand: AtHand, frame: () => Frame, deadline: number): Promise<void> {
  const { clock } = work.ports;
  for (;;) {
    const halt = await runPipeline(work, frame());
    if (halt.kind !== 'wait') return end(work, atHand, halt);
    if (halt.entry) await work.append({ ...halt.entry, steps: work.takeSteps() });
    const pause = Date.parse(halt.until) - clock.now().getTime();
    work.observe({ type: 'waiting', run: work.run, until: halt.until });
    if (clock.monotonic() + pause > deadline) return;
    await clock.sleep(Math.max(0, pause));
  }
}

async function runPipeline(work: Work, frame: Frame): Promise<Halt> {
  const claimed = await claim(work, frame.variables);
  if (claimed) return claimed;
  const halt = await runSteps(work, work.pipeline.steps, frame);
  if (halt) return halt;
  try {
    const { documents, values } = work.pipeline.result;
    const result = { documents: frame.gather(documents), values: evaluateAll(values, frame.variables) };
    return { kind: 'finish', state: 'completed', result, ...(await concerned(work, frame.variables)) };
  } catch (thrown) {
    return haltFor(thrown, 'result');
  }
}

/** Once something was sent the identity is this run's for good; before, it is claimed at every start. */
async function claim(work: Work, variables: Readonly<Record<string, unknown>>): Promise<Halt | undefined> {
  if (work.state.attempts.size > 0) return undefined;
  const holder = await claimIdentity(work, identityOf(work.pipeline, variables));
  if (holder === undefined) return undefined;
  const message = `This fiscal document is already handled by run ${holder}.`;
  return { kind: 'finish', state: 'cancelled', problems: [problem('IDENTITY_CLAIMED', message)], sameAs: holder };
}

async function end(work: Work, atHand: AtHand, halt: Exclude<Halt, { kind: 'wait' }>): Promise<void> {
  const steps = work.takeSteps();
  const spoken = halt.kind === 'finish' ? halt.concerns?.run : undefined;
  const original = spoken ?? work.state.submission.original?.run;
  await Promise.all([
    work.ports.announce?.(work.run, work.journal.entries.length + 1, halt.kind === 'finish' ? original : undefined),
    noteLater(work.ports.store, spoken, work.run),
  ]);
  if (halt.kind === 'hold') {
    await work.append({ type: 'held', steps, step: halt.step, problems: halt.problems });
    await anchor(work.ports.store, work.journal);
  } else {
    await work.append(finished(steps, halt));
    await atHand.ended.add(work.journal);
  }
  work.observe({ type: 'state', run: work.run, state: work.state.status });
}

function finished(steps: readonly StepRecord[], halt: Extract<Halt, { kind: 'finish' }>): Entry {
  const { kind: _, result = { documents: {}, values: {} }, ...how } = halt;
  return Object.assign({ type: 'finished' as const, steps }, how, { result });
}
