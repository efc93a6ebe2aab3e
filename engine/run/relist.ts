import { isFinished } from '../record/fold.ts';
import { enlist } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { layout, runOfEntry } from '../record/layout.ts';
import type { Ports } from './ports.ts';

/**
 * Makes the list anew from the runs themselves, and the open markers of those that have begun, should they be lost. Resolves to how many
 * runs there are. What is there already stays; runs that go on meanwhile are not disturbed. The marker of a run that has not begun is
 * all there is of it.
 */
export async function relist({ store }: Ports): Promise<number> {
  let runs = 0;
  for await (const path of store.list(layout.runs)) {
    const run = runOfEntry(path);
    if (run === undefined) continue;
    const journal = await Journal.open(store, run);
    if (journal === undefined) continue;
    runs += 1;
    if (isFinished(journal.state)) await enlist(store, journal);
    else await store.create(layout.open(run), new Uint8Array());
  }
  for await (const path of store.list(layout.openRuns)) {
    const journal = await Journal.open(store, path.slice(layout.openRuns.length));
    if (journal?.state.status === 'scheduled') runs += 1;
  }
  return runs;
}
