import { sha256, type Value } from '../document.ts';
import type { Outcome } from '../feature.ts';
import type { Store } from '../store.ts';
import { isFinished, type RunState, type RunStatus } from './fold.ts';
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
  /** The run that this one cancels, pays or corrects. */
  readonly original?: string;
  /** The run that already handles this fiscal document. */
  readonly sameAs?: string;
  readonly replayOf?: string;
}

export function summaryOf(run: string, state: RunState): RunSummary {
  const { feature, pipeline, context, key, original } = state.submission;
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
    ...(original ? { original: original.run } : {}),
    ...(state.sameAs ? { sameAs: state.sameAs } : {}),
    ...(state.replayOf ? { replayOf: state.replayOf.run } : {}),
  };
  return Object.assign(submitted, became);
}

/**
 * Puts a finished run on the list, before its open marker goes: what is on neither does not exist. The name alone tells whose it is
 * and how it ended, so that a list is filtered without opening files. What is in it says how the record ends, which the record
 * itself cannot prove.
 */
export async function enlist(store: Store, journal: Journal): Promise<void> {
  if (!isFinished(journal.state)) return;
  await store.create(listedAt(journal), listed(journal.run, journal.state, journal.head));
}

export function listedAt({ run, state }: Journal): string {
  const owner = ownerOf(state.submission.context.legalEntity);
  return layout.listed(owner, run, state.status, state.outcome ?? 'none');
}

export const listed = (run: string, state: RunState, record: RecordHead): Uint8Array =>
  Buffer.from(JSON.stringify(Object.assign(summaryOf(run, state), { record })));

/** Keeps how the record ends where no entry that follows will: a run that is held, or told something after its end. */
export async function anchor(store: Store, { run, head }: Journal): Promise<void> {
  await store.create(layout.anchor(run, head.entries, head.sha256), new Uint8Array());
}

/** A legal entity's id may have any characters; a name in the store may not. */
export const ownerOf = (legalEntity = ''): string => sha256(legalEntity).slice(0, 16);
