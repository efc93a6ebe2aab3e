import { filesIn } from '../record/files-in.ts';
import { isFinished } from '../record/fold.ts';
import { endedAs, originalOf } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { dayOf, layout, runOfEntry } from '../record/layout.ts';
import { enlist, readList } from '../record/list-file.ts';
import { noteLater } from './later.ts';
import type { Ports } from './ports.ts';

/**
 * Makes the list anew from the runs themselves, what links them to others, and the open markers of those that have begun,
 * should they be lost. Resolves to how many runs there are. What is there already stays; runs that go on meanwhile are not
 * disturbed. The marker of a run that has not begun is all there is of it.
 */
export async function relist({ store }: Ports): Promise<number> {
  let runs = 0;
  let day = '';
  let listed: ReadonlySet<string> = new Set();
  for await (const path of store.list(layout.runs)) {
    const run = runOfEntry(path);
    if (run === undefined) continue;
    const journal = await Journal.open(store, run);
    if (journal === undefined) continue;
    runs += 1;
    await noteLater(store, originalOf(journal.state), run);
    // The runs of one day stand together.
    if (dayOf(run) !== day) {
      day = dayOf(run);
      listed = await listedOn(store, day);
    }
    if (!isFinished(journal.state)) await store.create(layout.open(run), new Uint8Array());
    else if (!listed.has(run)) await enlist(store, [endedAs(journal)]);
  }
  for await (const path of store.list(layout.openRuns)) {
    const journal = await Journal.open(store, path.slice(layout.openRuns.length));
    if (journal?.state.status !== 'scheduled') continue;
    runs += 1;
    await noteLater(store, originalOf(journal.state), journal.run);
  }
  return runs;
}

async function listedOn(store: Ports['store'], day: string): Promise<ReadonlySet<string>> {
  const runs = new Set<string>();
  for (const path of await filesIn(store, layout.listedOn(day)))
    for (const { summary } of await readList(store, path)) runs.add(summary.run);
  return runs;
}
