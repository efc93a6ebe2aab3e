import type { Outcome } from '../feature.ts';
import type { Store } from '../store.ts';
import type { RunState, RunStatus } from './fold.ts';
import { Journal, type RecordHead } from './journal.ts';
import { layout } from './layout.ts';

/**
 * What stays of a run whose files were purged: no business data, but what keeps its fiscal document from being sent again, and what
 * proves which record it was.
 */
export interface PurgedRun {
  readonly run: string;
  readonly feature: string;
  readonly version: string;
  readonly pipeline: string;
  readonly legalEntity?: string;
  readonly status: RunStatus;
  readonly outcome?: Outcome;
  readonly replayOf?: { readonly run: string };
  /** ISO 8601, UTC; of the last entry. */
  readonly endedAt: string;
  /** ISO 8601, UTC. */
  readonly purgedAt: string;
  readonly record: RecordHead;
}

export async function readPurged(store: Store, run: string): Promise<PurgedRun | undefined> {
  const bytes = await store.read(layout.purged(run));
  return bytes && JSON.parse(new TextDecoder().decode(bytes));
}

/** How a run stands, from its record or from what a purge left of it. */
export type Standing = Pick<RunState, 'status' | 'outcome' | 'replayOf'> | PurgedRun;

export async function standingOf(store: Store, run: string): Promise<Standing | undefined> {
  return (await Journal.open(store, run))?.state ?? (await readPurged(store, run));
}
