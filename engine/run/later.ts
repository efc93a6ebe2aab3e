import { type RunSummary, summaryOf } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';

/** A run that cancels, pays, corrects or speaks of another one. */
export interface Later extends RunSummary {
  /** When the last entry of its record was written, ISO 8601, UTC. */
  readonly at: string;
}

/** Notes, before it is in the record, that a run speaks of another one: what is noted and then not recorded is not told. */
export async function noteLater(store: Store, original: string | undefined, run: string): Promise<void> {
  if (original !== undefined) await store.create(layout.later(original, run), new Uint8Array());
}

/** Notes, before it is recorded, that a run was made for another one; when it `cancels` and is accepted it frees that one's identity. */
export async function noteRelated(store: Store, original: string | undefined, run: string, cancels = false) {
  await Promise.all([
    noteLater(store, original, run),
    original !== undefined && cancels && store.create(layout.cancellation(original, run), new Uint8Array()),
  ]);
}

/** What came later of a run, the oldest first; all of it follows from the records of those that came. */
export async function laterThan(store: Store, original: string): Promise<Later[]> {
  const found: Later[] = [];
  for await (const path of store.list(layout.laterThan(original))) {
    const run = path.slice(layout.laterThan(original).length);
    const journal = await Journal.open(store, run);
    if (journal === undefined) continue;
    const summary = summaryOf(run, journal.state);
    const at = journal.entries.at(-1)?.at ?? summary.submittedAt;
    if (summary.original === original) found.push({ ...summary, at });
  }
  return found.sort((one, other) => (one.at < other.at ? -1 : 1));
}
