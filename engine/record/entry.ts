import type { Value } from '../document.ts';
import type { Problem } from '../errors.ts';
import type { Outcome, Said } from '../feature.ts';
import type { WaitReason } from '../pacing.ts';

/** A document as the record names it; the bytes stand under `path` in the store. */
export interface DocumentRecord {
  readonly path: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** File name for people. */
  readonly fileName: string;
}

/** What one step left. `step` is its full name: `sealed`, `stamped/sent`, `stamped/sent/ask.1/asked`. */
export interface StepRecord {
  readonly step: string;
  readonly uses: string;
  readonly skipped?: true;
  readonly documents: Readonly<Record<string, DocumentRecord>>;
  readonly values: Readonly<Record<string, Value>>;
  readonly problems?: readonly Problem[];
  /** What a read with `outcomes` of its own found out, e.g. the end of a poll. */
  readonly outcome?: Outcome;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** How long it took, in milliseconds. */
  readonly took: number;
}

export interface Submission {
  readonly feature: { readonly id: string; readonly version: string; readonly digest: string };
  readonly pipeline: string;
  readonly environment: string;
  readonly context: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The ERP's idempotency key. */
  readonly key?: string;
  /** What the caller's tracing calls its request: for observers, nothing here reads it. */
  readonly trace?: string;
  /** The run that this one cancels, pays or corrects, as it stood. */
  readonly original?: OriginalRecord;
}

export interface OriginalRecord {
  readonly run: string;
  readonly values: Readonly<Record<string, Value>>;
  /** Its business data. */
  readonly input: DocumentRecord;
}

/** The run this one repeats, and the first step that is done anew. */
export interface ReplayOf {
  readonly run: string;
  readonly from: string;
}

export interface RunResult {
  readonly documents: Readonly<Record<string, DocumentRecord>>;
  readonly values: Readonly<Record<string, Value>>;
}

/** Which document a run's own speaks of. */
export interface Spoken {
  /** Its identity, as it was told. */
  readonly identity: readonly string[];
  /** The run that issued it; absent where there is none, or another one may not be linked to it. */
  readonly run?: string;
  /** What is said of it; absent where that is none of Timbre's words. */
  readonly says?: Said;
}

/** What came of one attempt, as far as it is proven. */
export interface Answer {
  readonly outcome: Outcome;
  readonly status?: number;
  readonly notSent?: true;
  /** Nothing was sent because this process came too late: it says nothing of the authority, and is no try of it. */
  readonly late?: true;
  readonly failure?: string;
  readonly code?: string;
}

/** One entry of a run's journal; `steps` are those that were finished since the entry before. */
export type Entry =
  | {
      readonly type: 'scheduled';
      readonly submission: Submission;
      readonly input: DocumentRecord;
      /** Files that came with the business data. */
      readonly attachments?: readonly DocumentRecord[];
      readonly replayOf?: ReplayOf;
      readonly steps: readonly StepRecord[];
    }
  /** What must not be lost before going on: a signature before a wait, an allocated number. */
  | { readonly type: 'progressed'; readonly steps: readonly StepRecord[] }
  /** Written before the first byte goes out. */
  | {
      readonly type: 'attempted';
      readonly steps: readonly StepRecord[];
      readonly step: string;
      readonly attempt: number;
      readonly nonce: string;
      readonly inputs: Readonly<Record<string, string>>;
      readonly documents: Readonly<Record<string, DocumentRecord>>;
    }
  | {
      readonly type: 'answered';
      readonly step: string;
      readonly attempt: number;
      readonly answer: Answer;
      readonly record: StepRecord;
      readonly problems: readonly Problem[];
      readonly until?: string;
    }
  /** The authority was asked what became of an attempt. */
  | {
      readonly type: 'asked';
      readonly step: string;
      readonly ask: number;
      readonly verdict: 'found' | 'absent' | 'unproven' | 'differs';
      readonly steps: readonly StepRecord[];
      readonly record?: StepRecord;
      readonly until?: string;
      readonly reason?: string;
    }
  /** A poll, or a step that failed without having changed anything: tried again at `until`. */
  | {
      readonly type: 'parked';
      readonly steps: readonly StepRecord[];
      readonly step: string;
      readonly tries: number;
      readonly since: string;
      readonly until: string;
      readonly reason: string;
      /** It waits for a message: where that would be kept. */
      readonly awaits?: readonly string[];
    }
  /** Nothing was sent: the authority is not talked to before `until`, for the sake of what it can take. */
  | {
      readonly type: 'paced';
      readonly steps: readonly StepRecord[];
      readonly step: string;
      /** The host. */
      readonly authority: string;
      readonly until: string;
      readonly reason: WaitReason;
    }
  | {
      readonly type: 'held';
      readonly steps: readonly StepRecord[];
      readonly step: string;
      readonly problems: readonly Problem[];
    }
  /** A person found out what became of an attempt. */
  | {
      readonly type: 'resolved';
      readonly step: string;
      readonly attempt: number;
      readonly verdict: 'accepted' | 'absent' | 'refused';
      /** Who says so. */
      readonly by: string;
      /** How it was found out. */
      readonly why: string;
      /** Of `accepted`: what the step left, judged as an answer is. */
      readonly record?: StepRecord;
      readonly problems: readonly Problem[];
    }
  /** Taken up after a process that had it at hand ended without a word. */
  | {
      readonly type: 'restarted';
      /** Names that end. */
      readonly mark: string;
    }
  /** A person let a held run go on. */
  | { readonly type: 'released' }
  | {
      readonly type: 'finished';
      readonly steps: readonly StepRecord[];
      readonly state: 'completed' | 'failed' | 'cancelled';
      readonly result: RunResult;
      readonly problems: readonly Problem[];
      readonly outcome?: Outcome;
      readonly sameAs?: string;
      readonly concerns?: Spoken;
    };

/** What every entry carries besides. */
export interface Stamp {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** sha256 of the bytes of the entry before; absent in the first. */
  readonly previous?: string;
}

export type StampedEntry = Entry & Stamp;
