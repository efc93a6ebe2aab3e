import { filesIn } from '../record/files-in.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';
import { removeFile } from './remove-file.ts';

export interface Removed {
  /** Files that went, or in a dry run would. */
  readonly files: number;
  /** Files that the store does not let go. */
  readonly refused: number;
}

/**
 * Removes a run's files: its documents first, then its journal, whose first entry goes before the others, so that no one ever reads a
 * journal that seems to end early. A document that the store holds fast keeps the journal, too.
 */
export async function removeFiles(store: Store, run: string, dryRun: boolean): Promise<Removed> {
  const documents = await filesIn(store, `${layout.run(run)}documents/`);
  const journal = await filesIn(store, layout.journal(run));
  const anchors = await filesIn(store, layout.anchors(run));
  if (dryRun) return { files: documents.length + journal.length + anchors.length, refused: 0 };
  // A marker that a crash left would be taken for a run that has not begun.
  await store.remove(layout.open(run));
  let files = 0;
  for (const part of [documents, journal.slice(0, 1), [...journal.slice(1), ...anchors]]) {
    const gone = await Promise.all(part.map((path) => removeFile(store, path)));
    const removed = gone.filter((each) => each).length;
    files += removed;
    if (removed < part.length) return { files, refused: part.length - removed };
  }
  return { files, refused: 0 };
}
