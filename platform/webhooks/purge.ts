import { removeInOrder, type Store, type Tally } from '../../engine/index.ts';
import { changesFolder, tellingsFolder } from './outbox.ts';

/** Removes tries to tell of changes that have been told: what a process that died in between has left. */
export async function purgeTellings(store: Store, dryRun = false): Promise<Tally> {
  const tally = { files: 0, refused: 0 };
  for await (const path of store.list(tellingsFolder)) {
    const [, change = ''] = path.split('/');
    if ((await store.read(`${changesFolder}${change}`)) === undefined)
      await removeInOrder(store, [path], tally, dryRun);
  }
  return tally;
}
