import { type Engine, fail, type RunReport, type StampedEntry } from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';

type Submission = Extract<StampedEntry, { type: 'scheduled' }>['submission'];

/** A run as its record tells it. */
export interface Recording {
  readonly run: string;
  readonly report: RunReport;
  readonly entries: readonly StampedEntry[];
  readonly submission: Submission;
  readonly startedAt: string;
  /** Its business data. */
  readonly data: unknown;
  /** The run that it cancels, pays or corrects. */
  readonly original?: Recording;
}

/**
 * Reads a run that has ended or is held, and what it is related to.
 *
 * @throws TimbreError RUN_UNKNOWN, RUN_NOT_FINISHED, USAGE for a run that repeats another
 */
export async function readRecording(engine: Engine, run: string): Promise<Recording> {
  const report = await engine.read(run);
  if (!ended.has(report.state))
    fail('RUN_NOT_FINISHED', `Run ${run} is ${report.state}: nobody knows yet what its case should expect.`);
  if (report.replayOf !== undefined)
    fail('USAGE', `Run ${run} repeats a part of run ${report.replayOf}.`, {
      hint: `Make the case from that one: timbre case ${report.replayOf}.`,
    });
  const entries = await engine.log(run);
  const [first] = entries;
  if (first?.type !== 'scheduled') return fail('RECORD_DAMAGED', `The record of run ${run} does not say what it is.`);
  const bytes = await engine.document(first.input.path);
  if (!bytes) return fail('RECORD_DAMAGED', `The business data of run ${run} is not in the store.`);
  const { submission, at: startedAt } = first;
  const { original } = submission;
  return {
    run,
    report,
    entries,
    submission,
    startedAt,
    data: readJson(bytes).data,
    ...(original ? { original: await readRecording(engine, original.run) } : {}),
  };
}

const ended: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled', 'held']);

/** The run with those that it builds on, the first of them first. */
export function chainOf(recording: Recording): Recording[] {
  return recording.original ? [...chainOf(recording.original), recording] : [recording];
}
