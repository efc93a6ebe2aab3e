import { sha256, type Value } from '../document.ts';
import type { Outcome, Said } from '../feature.ts';
import type { Store } from '../store.ts';
import type { RunState, RunStatus } from './fold.ts';
import type { Journal, RecordHead } from './journal.ts';
import { layout } from './layout.ts';

/** What a list tells of a run; all of it follows from the run's own record. */
export interface RunSummary {
  readonly run: string;
  readonly feature: string;
  readonly version: string;
  readonly pipeline: string;
  readonly context: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly state: RunStatus;
  readonly outcome: Outcome | null;
  readonly values: Readonly<Record<string, Value>>;
  /** ISO 8601, UTC. */
  readonly submittedAt: string;
  /** The run that this one cancels, pays, corrects or speaks of. */
  readonly original?: string;
  /** What it says of that. */
  readonly says?: Said;
  /** The run that already handles this fiscal document. */
  readonly sameAs?: string;
  readonly replayOf?: string;
}

export function summaryOf(run: string, state: RunState): RunSummary {
  const { feature, pipeline, context, key } = state.submission;
  const original = originalOf(state);
  const submitted = {
    run,
    feature: feature.id,
    version: feature.version,
    pipeline,
    context,
    ...(key === undefined ? {} : { key }),
  };
  const became = {
    state: state.status,
    outcome: state.outcome ?? null,
    values: state.result?.values ?? {},
    submittedAt: state.startedAt,
    ...(original === undefined ? {} : { original }),
    ...(state.concerns?.says === undefined ? {} : { says: state.concerns.says }),
    ...(state.sameAs ? { sameAs: state.sameAs } : {}),
    ...(state.replayOf ? { replayOf: state.replayOf.run } : {}),
  };
  return Object.assign(submitted, became);
}

/** The run that this one cancels, pays, corrects or speaks of. */
export const originalOf = ({ submission, concerns }: RunState): string | undefined =>
  submission.original?.run ?? concerns?.run;

/** A finished run, as the list has it. */
export interface Ended {
  readonly run: string;
  readonly owner: string;
  /** State and outcome, `completed.accepted`. */
  readonly how: string;
  /** A text, not bytes: a small Buffer is a part of a large one, which it would keep as long as it waits. */
  readonly line: string;
}

export function endedAs({ run, state, head }: Journal): Ended {
  const owner = ownerOf(state.submission.context.legalEntity);
  return { run, owner, how: `${state.status}.${state.outcome ?? 'none'}`, line: listed(run, state, head) };
}

/** It says how the record ends, too, which the record itself cannot prove. */
export const listed = (run: string, state: RunState, record: RecordHead): string =>
  `${JSON.stringify(Object.assign(summaryOf(run, state), { record }))}\n`;

/** Keeps how the record ends where no entry that follows will: a run that is held, or told something after its end. */
export async function anchor(store: Store, { run, head }: Journal): Promise<void> {
  await store.create(layout.anchor(run, head.entries, head.sha256), new Uint8Array());
}

/** A legal entity's id may have any characters; a name in the store may not. */
export const ownerOf = (legalEntity = ''): string => sha256(legalEntity).slice(0, 16);
