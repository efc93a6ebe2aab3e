import { TimbreError } from '../errors.ts';
import type { Store } from '../store.ts';

/** False when the store holds the file fast. */
export async function removeFile(store: Store, path: string): Promise<boolean> {
  try {
    await store.remove(path);
    return true;
  } catch (thrown) {
    if (thrown instanceof TimbreError && thrown.code === 'STORE_IMMUTABLE') return false;
    throw thrown;
  }
}

/** What became of files that stand beside the runs. */
export interface Tally {
  /** Removed, or in a dry run those that would be. */
  files: number;
  /** Held fast by the store; tried again by the next purge. */
  refused: number;
}

/** Removes what a purge beside the runs has found; in a dry run only counts. Stops at the first that the store holds fast. */
export async function removeInOrder(
  store: Store,
  paths: readonly string[],
  tally: Tally,
  dryRun: boolean,
): Promise<void> {
  for (const path of paths) {
    if (!dryRun && !(await removeFile(store, path))) {
      tally.refused += 1;
      return;
    }
    tally.files += 1;
  }
}
