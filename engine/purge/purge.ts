import type { StampedEntry } from '../record/entry.ts';
import { filesIn } from '../record/files-in.ts';
import { isFinished } from '../record/fold.ts';
import type { RunSummary } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { type PurgedRun, readPurged } from '../record/purged.ts';
import type { Ports } from '../run/ports.ts';
import type { Store } from '../store.ts';
import { candidates } from './candidates.ts';
import { type Removed, removeFiles } from './remove.ts';
import { Struck } from './struck.ts';

export interface PurgeRequest {
  /** The first day that a legal entity keeps, `2016-01-01`; undefined when it keeps all. */
  readonly keepFrom: (legalEntity: string | undefined) => string | undefined;
  /** Nothing is removed; what would be is told. */
  readonly dryRun?: boolean;
  /** Runs of documents that came in and that nobody has acknowledged: they stay. */
  readonly unacknowledged?: ReadonlySet<string>;
}

/** One run, and what became of it. */
export interface Purged {
  readonly run: string;
  readonly legalEntity?: string;
  /**
   * `purged`, or why it is kept: younger than it seemed, used by a run that is kept, of what came in and nobody acknowledged, held fast by
   * the store, or damaged.
   */
  readonly verdict: 'purged' | 'recent' | 'used' | 'unacknowledged' | 'immutable' | 'damaged';
  /** Files removed, or in a dry run those that would be. */
  readonly files: number;
  /** Files that the store does not let go yet. */
  readonly refused: number;
}

/**
 * Removes the files of finished runs that need not be kept any longer, the oldest first. What stays for good: the claim of each fiscal
 * document, the idempotency key, and how the run ended. Without them a document of that number could be sent a second time.
 * A run that is open or held is never on the list, and not touched. Can be stopped and begun anew at any point.
 */
export async function* purge(ports: Ports, request: PurgeRequest): AsyncGenerator<Purged> {
  const gone = new Struck(ports.store);
  for await (const { path, summary, used } of candidates(ports.store, request.keepFrom)) {
    await gone.turnTo(path);
    const legalEntity = summary.context.legalEntity;
    const of = { run: summary.run, ...(legalEntity === undefined ? {} : { legalEntity }) };
    const before = request.keepFrom(legalEntity) ?? '';
    const verdict = used
      ? 'used'
      : request.unacknowledged?.has(summary.run)
        ? 'unacknowledged'
        : await mayGo(ports.store, summary.run, before);
    if (verdict !== 'purged') yield { ...of, verdict, files: 0, refused: 0 };
    else {
      const { files, refused } = await purgeOne(ports, summary, request.dryRun === true);
      if (refused === 0 && !request.dryRun) gone.add(summary.run);
      yield { ...of, verdict: refused === 0 ? 'purged' : 'immutable', files, refused };
    }
  }
  await gone.turnTo('');
}

/** The list says when a run was submitted; only its record, when it ended. */
async function mayGo(store: Store, run: string, before: string): Promise<'purged' | 'recent' | 'damaged'> {
  try {
    const journal = await Journal.open(store, run);
    if (journal === undefined) return (await readPurged(store, run)) ? 'purged' : 'damaged';
    if (!isFinished(journal.state)) return 'damaged';
    return endOf(journal.entries) < before ? 'purged' : 'recent';
  } catch {
    return 'damaged';
  }
}

const endOf = (entries: readonly StampedEntry[]): string => entries.at(-1)?.at ?? '';

async function purgeOne(ports: Ports, { run, original }: RunSummary, dryRun: boolean): Promise<Removed> {
  const { store } = ports;
  if (dryRun) return removeFiles(store, run, true);
  const journal = await Journal.open(store, run);
  // It stands before anything goes: a claim whose holder is half gone must still be seen to be held.
  const began = journal && (await store.create(layout.purged(run), bytesOf(left(journal, ports.clock.now()))));
  const removed = await removeFiles(store, run, false);
  if (removed.refused > 0 && began && removed.files === 0) await store.remove(layout.purged(run));
  if (removed.refused === 0) await unlink(store, run, original);
  return removed;
}

/** What led from another run to it, and from it to those that spoke of it. */
async function unlink(store: Store, run: string, original: string | undefined): Promise<void> {
  if (original !== undefined) await store.remove(layout.later(original, run));
  for (const path of await filesIn(store, layout.laterThan(run))) await store.remove(path);
}

function left({ run, state, head, entries }: Journal, now: Date): PurgedRun {
  const { feature, pipeline, context } = state.submission;
  return {
    run,
    feature: feature.id,
    version: feature.version,
    pipeline,
    ...(context.legalEntity === undefined ? {} : { legalEntity: context.legalEntity }),
    status: state.status,
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    ...(state.replayOf === undefined ? {} : { replayOf: { run: state.replayOf.run } }),
    endedAt: endOf(entries),
    purgedAt: now.toISOString(),
    record: head,
  };
}

const bytesOf = (left: PurgedRun): Uint8Array => new TextEncoder().encode(JSON.stringify(left));
