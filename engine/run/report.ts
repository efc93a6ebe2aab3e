import type { Value } from '../document.ts';
import { type Problem, problem } from '../errors.ts';
import type { Outcome, Said } from '../feature.ts';
import type { DocumentRecord, RunResult } from '../record/entry.ts';
import type { RunState, RunStatus } from '../record/fold.ts';
import { originalOf } from '../record/index-entry.ts';
import type { Journal, RecordHead } from '../record/journal.ts';

/** A run as it is told to people and programs. */
export interface RunReport {
  readonly run: string;
  readonly feature: string;
  readonly version: string;
  readonly pipeline: string;
  readonly state: RunStatus;
  readonly outcome: Outcome | null;
  readonly values: Readonly<Record<string, Value>>;
  readonly result: RunResult | null;
  readonly documents: readonly ReportedDocument[];
  readonly problems: readonly Problem[];
  /** ISO 8601; the run goes on then, while it is `waiting`. */
  readonly until?: string;
  /** The run that already handles this fiscal document. */
  readonly sameAs?: string;
  /** The run that this one cancels, pays, corrects or speaks of. */
  readonly original?: string;
  /** What it says of that. */
  readonly says?: Said;
  readonly replayOf?: string;
  /** Kept elsewhere it proves later that the record was neither changed nor cut short. Absent when nothing was recorded. */
  readonly record?: RecordHead;
}

export interface ReportedDocument extends DocumentRecord {
  readonly step: string;
  readonly name: string;
}

export function report({ run, state, head }: Journal): RunReport {
  const { feature, pipeline } = state.submission;
  const original = originalOf(state);
  return {
    run,
    feature: feature.id,
    version: feature.version,
    pipeline,
    state: state.status,
    outcome: state.outcome ?? null,
    values: state.result?.values ?? {},
    result: state.result ?? null,
    documents: documentsOf(state),
    problems: [...state.problems, ...acceptedTwice(state), ...warningsOf(state)],
    record: head,
    ...(state.until ? { until: state.until } : {}),
    ...(state.sameAs ? { sameAs: state.sameAs } : {}),
    ...(original === undefined ? {} : { original }),
    ...(state.concerns?.says === undefined ? {} : { says: state.concerns.says }),
    ...(state.replayOf ? { replayOf: state.replayOf.run } : {}),
  };
}

/** Each file once, at the step that made it; requests of attempts without an answer too. */
function documentsOf(state: RunState): ReportedDocument[] {
  const documents = [reported('input', 'document', state.input)];
  for (const [at, record] of state.attachments.entries())
    documents.push(reported('input', `attachment.${at + 1}`, record));
  const seen = new Set(documents.map(({ path }) => path));
  const add = (step: string, records: Readonly<Record<string, DocumentRecord>>) => {
    for (const [name, record] of Object.entries(records)) {
      if (seen.has(record.path)) continue;
      seen.add(record.path);
      documents.push(reported(step, name, record));
    }
  };
  for (const [step, record] of state.steps) add(step, record.documents);
  for (const [step, attempts] of state.attempts) {
    for (const attempt of attempts) {
      add(step, attempt.documents);
      if (attempt.answered) add(step, attempt.answered);
    }
  }
  return documents;
}

/** Member by member: V8 takes five times as long to spread the record behind two others. */
const reported = (
  step: string,
  name: string,
  { path, mediaType, sha256, size, fileName }: DocumentRecord,
): ReportedDocument => ({ step, name, path, mediaType, sha256, size, fileName });

/** What must never happen, and must be seen if an authority needed longer than its settle window. */
function acceptedTwice(state: RunState): Problem[] {
  return [...state.attempts].flatMap(([step, attempts]) => {
    const numbers = attempts.filter(({ answer }) => answer?.outcome === 'accepted').map(({ number }) => number);
    if (numbers.length < 2) return [];
    return [problem('ACCEPTED_TWICE', `The attempts ${numbers.join(' and ')} were both accepted.`, { step })];
  });
}

function warningsOf(state: RunState): Problem[] {
  return [...state.steps.values()].flatMap((step) => step.problems ?? []);
}
