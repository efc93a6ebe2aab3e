import { sha256, type Value } from '../document.ts';
import type { Outcome } from '../feature.ts';
import type { Store } from '../store.ts';
import { isFinished, type RunState, type RunStatus } from './fold.ts';
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
  return {
    run,
    feature: feature.id,
    version: feature.version,
    pipeline,
    context,
    ...(key === undefined ? {} : { key }),
    state: state.status,
    outcome: state.outcome ?? null,
    values: state.result?.values ?? {},
    submittedAt: state.startedAt,
    ...(original ? { original: original.run } : {}),
    ...(state.sameAs ? { sameAs: state.sameAs } : {}),
    ...(state.replayOf ? { replayOf: state.replayOf.run } : {}),
  };
}

/**
 * Puts a finished run on the list, before its open marker goes: what is on neither does not exist. The name alone tells whose it is
 * and how it ended, so that a list is filtered without opening files.
 */
export async function enlist(store: Store, run: string, state: RunState): Promise<void> {
  if (!isFinished(state)) return;
  const summary = summaryOf(run, state);
  const path = layout.listed(ownerOf(summary.context.legalEntity), run, summary.state, summary.outcome ?? 'none');
  await store.create(path, new TextEncoder().encode(JSON.stringify(summary)));
}

/** A legal entity's id may have any characters; a name in the store may not. */
export const ownerOf = (legalEntity = ''): string => sha256(legalEntity).slice(0, 16);
