import type { RunSummary } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { readList } from '../record/list-file.ts';
import type { Store } from '../store.ts';

export interface Candidate {
  /** On the list. */
  readonly path: string;
  readonly summary: RunSummary;
  /** A run that is kept replays, cancels, pays, corrects or speaks of it, and needs its documents. */
  readonly used: boolean;
}

/**
 * The finished runs that were submitted before the day from which their legal entity keeps all, the oldest first. The whole list is
 * read once: only who knows every run that stays knows which of the old ones it needs.
 */
export async function* candidates(
  store: Store,
  keepFrom: (legalEntity: string | undefined) => string | undefined,
): AsyncGenerator<Candidate> {
  const old: Omit<Candidate, 'used'>[] = [];
  const needed = new Set<string>();
  for await (const { path, summary } of listed(store)) {
    const from = keepFrom(summary.context.legalEntity);
    if (from !== undefined && summary.submittedAt < from) old.push({ path, summary });
    else need(needed, summary);
  }
  for await (const path of store.list(layout.openRuns)) {
    const { submission, replayOf } = (await Journal.open(store, path.slice(layout.openRuns.length)))?.state ?? {};
    need(needed, { original: submission?.original?.run, replayOf: replayOf?.run });
  }
  // A run is older than those that use it: from the youngest on, one pass finds what is used by way of others.
  const used = new Set<string>();
  for (const { summary } of [...old].sort(youngestFirst)) {
    if (!needed.has(summary.run)) continue;
    used.add(summary.run);
    need(needed, summary);
  }
  for (const each of old) yield { ...each, used: used.has(each.summary.run) };
}

function need(needed: Set<string>, { original, replayOf }: Links): void {
  if (original !== undefined) needed.add(original);
  if (replayOf !== undefined) needed.add(replayOf);
}

interface Links {
  readonly original?: string | undefined;
  readonly replayOf?: string | undefined;
}

const youngestFirst = (one: { summary: RunSummary }, other: { summary: RunSummary }): number =>
  one.summary.run < other.summary.run ? 1 : -1;

/** So many files are asked for at once. */
const handful = 32;

async function* listed(store: Store): AsyncGenerator<{ readonly path: string; readonly summary: RunSummary }> {
  let paths: string[] = [];
  for await (const path of store.list(layout.list)) {
    paths.push(path);
    if (paths.length < handful) continue;
    yield* await read(store, paths);
    paths = [];
  }
  yield* await read(store, paths);
}

async function read(store: Store, paths: readonly string[]) {
  const all = await Promise.all(paths.map(async (path) => ({ path, listed: await readList(store, path) })));
  return all.flatMap(({ path, listed }) => listed.map(({ summary }) => ({ path, summary })));
}
