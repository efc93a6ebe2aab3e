import type { Problem } from '../errors.ts';
import type { Outcome } from '../feature.ts';
import type {
  Answer,
  DocumentRecord,
  Entry,
  ReplayOf,
  RunResult,
  Spoken,
  StampedEntry,
  StepRecord,
  Submission,
} from './entry.ts';

export type RunStatus = 'scheduled' | 'executing' | 'waiting' | 'completed' | 'failed' | 'held' | 'cancelled';

export interface Attempt {
  readonly step: string;
  readonly number: number;
  readonly nonce: string;
  readonly at: string;
  readonly documents: Readonly<Record<string, DocumentRecord>>;
  /** sha256 of the documents that were sent, by the name of the step's input. */
  readonly inputs: Readonly<Record<string, string>>;
  answer?: Answer;
  /** What came back, whatever its outcome. */
  answered?: Readonly<Record<string, DocumentRecord>>;
  /** When the next attempt may start, after an answer that allows one. */
  until?: string;
}

/** How an unproven attempt was asked about, since the attempt or since a person released the run. */
export interface Asking {
  asks: number;
  verdict?: 'found' | 'absent' | 'unproven' | 'differs';
  /** When the verdict was recorded. */
  at?: string;
  until?: string;
}

/** The state of a run, as its entries tell it. */
export interface RunState {
  status: RunStatus;
  submission: Submission;
  input: DocumentRecord;
  /** Files that came with it. */
  attachments: readonly DocumentRecord[];
  startedAt: string;
  replayOf?: ReplayOf;
  /** By full step name; in the order they were finished. */
  steps: Map<string, StepRecord>;
  /** By full step name, in order. */
  attempts: Map<string, Attempt[]>;
  asking: Map<string, Asking>;
  parked: Map<string, { tries: number; since: string; until: string; awaits?: readonly string[] }>;
  /** When the authority may be talked to again, by step. */
  paced: Map<string, string>;
  /** What the authority said; absent until something was sent. */
  outcome?: Outcome;
  /** The run goes on at this time (ISO 8601, UTC), when `waiting`. */
  until?: string;
  result?: RunResult;
  problems: readonly Problem[];
  /** Processes in a row that ended while they had it at hand, and left no entry. */
  crashes: number;
  /** The run that already handles this fiscal document. */
  sameAs?: string;
  /** The document that its own speaks of. */
  concerns?: Spoken;
}

/** Folds the entries of a journal, oldest first. Undefined for an empty journal. */
export function fold(entries: readonly StampedEntry[]): RunState | undefined {
  const first = entries[0];
  if (first?.type !== 'scheduled') return undefined;
  const state: RunState = {
    status: 'scheduled',
    submission: first.submission,
    input: first.input,
    attachments: first.attachments ?? [],
    startedAt: first.at,
    steps: new Map(),
    attempts: new Map(),
    asking: new Map(),
    parked: new Map(),
    paced: new Map(),
    problems: [],
    crashes: 0,
    ...(first.replayOf ? { replayOf: first.replayOf } : {}),
  };
  for (const entry of entries) apply(state, entry);
  return state;
}

/** Applies one more entry. */
export function apply(state: RunState, entry: StampedEntry): void {
  if ('steps' in entry) addSteps(state, entry.steps, entry.type !== 'asked');
  if (isFinished(state)) {
    // An answer that came after the end still belongs to its attempt.
    if (entry.type === 'answered') attemptOf(state, entry.step, entry.attempt).answer = entry.answer;
    return;
  }
  if (state.until !== undefined) delete state.until;
  if (entry.type !== 'scheduled') state.status = 'executing';
  if (entry.type !== 'restarted' && entry.type !== 'paced') state.crashes = 0;
  applies[entry.type](state, entry as never);
}

export const isFinished = (state: RunState): boolean =>
  state.status === 'completed' || state.status === 'failed' || state.status === 'cancelled';

/** The attempt whose outcome is not proven, if the step has one. */
export function lastAttempt(state: RunState, step: string): Attempt | undefined {
  return state.attempts.get(step)?.at(-1);
}

type EntryOf<T extends Entry['type']> = Extract<StampedEntry, { type: T }>;

const applies: { [T in Entry['type']]: (state: RunState, entry: EntryOf<T>) => void } = {
  scheduled() {},
  progressed() {},
  attempted(state, entry) {
    const attempts = state.attempts.get(entry.step) ?? [];
    const { step, attempt: number, nonce, at, documents, inputs } = entry;
    attempts.push({ step, number, nonce, at, documents, inputs });
    state.attempts.set(entry.step, attempts);
    state.asking.set(entry.step, { asks: 0 });
    state.outcome = 'unknown';
  },
  answered(state, entry) {
    const attempt = attemptOf(state, entry.step, entry.attempt);
    attempt.answer = entry.answer;
    attempt.answered = entry.record.documents;
    if (entry.until) attempt.until = entry.until;
    // An answer that came late to a step that is done changes nothing of what was done with it.
    if (state.steps.has(entry.step)) return;
    state.outcome = entry.answer.outcome;
    state.problems = entry.problems;
    if (entry.answer.outcome === 'accepted' || entry.answer.outcome === 'pending')
      state.steps.set(entry.step, entry.record);
    waitUntil(state, entry.until);
  },
  asked(state, entry) {
    const asking = state.asking.get(entry.step) ?? { asks: 0 };
    state.asking.set(entry.step, {
      asks: asking.asks + 1,
      verdict: entry.verdict,
      at: entry.at,
      ...(entry.until ? { until: entry.until } : {}),
    });
    if (entry.verdict === 'found' && entry.record) {
      state.steps.set(entry.step, entry.record);
      state.outcome = 'accepted';
      state.problems = [];
    }
    waitUntil(state, entry.until);
  },
  parked(state, entry) {
    const { tries, since, until, awaits } = entry;
    state.parked.set(entry.step, { tries, since, until, ...(awaits && { awaits }) });
    waitUntil(state, entry.until);
  },
  paced(state, { step, until }) {
    state.paced.set(step, until);
    waitUntil(state, until);
  },
  held(state, entry) {
    state.status = 'held';
    state.problems = entry.problems;
  },
  resolved(state, entry) {
    const { step, verdict, record } = entry;
    if (verdict === 'absent') {
      state.asking.set(step, { asks: state.asking.get(step)?.asks ?? 0, verdict, at: entry.at });
      return;
    }
    state.problems = entry.problems;
    if (record) {
      state.steps.set(step, record);
      state.outcome = record.outcome ?? 'accepted';
    } else {
      attemptOf(state, step, entry.attempt).answer = { outcome: 'refused' };
      state.outcome = 'refused';
    }
  },
  restarted(state) {
    state.crashes += 1;
  },
  released(state) {
    for (const step of state.asking.keys()) state.asking.set(step, { asks: 0 });
    state.parked.clear();
    state.problems = [];
  },
  finished(state, entry) {
    state.status = entry.state;
    state.result = entry.result;
    state.problems = entry.problems;
    if (entry.outcome) state.outcome = entry.outcome;
    if (entry.sameAs) state.sameAs = entry.sameAs;
    if (entry.concerns) state.concerns = entry.concerns;
  },
};

function addSteps(state: RunState, steps: readonly StepRecord[], decide: boolean): void {
  for (const step of steps) {
    state.steps.set(step.step, step);
    if (decide && step.outcome) state.outcome = step.outcome;
  }
}

function waitUntil(state: RunState, until: string | undefined): void {
  if (until === undefined) return;
  state.status = 'waiting';
  state.until = until;
}

function attemptOf(state: RunState, step: string, number: number): Attempt {
  const attempt = state.attempts.get(step)?.find((each) => each.number === number);
  if (!attempt) throw new Error(`an answer to attempt ${number} of ${step}, which the journal does not hold`);
  return attempt;
}
