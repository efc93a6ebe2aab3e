import { layout } from '../record/layout.ts';
import { readPurged } from '../record/purged.ts';
import { listIn } from '../run/deployments.ts';
import { isDismissed, type KeptMessage } from '../run/messages.ts';
import type { Store } from '../store.ts';
import type { PurgeRequest } from './purge.ts';
import { removeInOrder, type Tally } from './remove-file.ts';

/**
 * Removes messages that came before the day from which their legal entity keeps all. One that no run has taken, and nobody dismissed,
 * stays: somebody must still see it.
 */
export async function purgeMessages(store: Store, { keepFrom, dryRun = false }: PurgeRequest): Promise<Tally> {
  const tally = { files: 0, refused: 0 };
  for await (const path of store.list(layout.allMessages)) {
    const bytes = await store.read(path);
    if (bytes === undefined) continue;
    const { id, legalEntity, receivedAt }: KeptMessage = JSON.parse(new TextDecoder().decode(bytes));
    const from = keepFrom(legalEntity);
    if (from === undefined || receivedAt >= from || (await store.read(layout.unclaimed(id)))) continue;
    const dismissed = (await isDismissed(store, id)) ? [layout.dismissed(id)] : [];
    await removeInOrder(store, [path, ...dismissed], tally, dryRun);
  }
  return tally;
}

/** Removes what previews found of runs that were purged, and what an ended preview has left. */
export async function purgePreviews(store: Store, isGone: IsGone, dryRun = false): Promise<Tally> {
  const tally = { files: 0, refused: 0 };
  const isOver = remembered(async (digest) => {
    // After its file was seen: a preview is on the list before it finds anything.
    const listed = listIn((await store.readVersioned(layout.previews))?.bytes);
    return listed.every((each) => each.digest !== digest);
  });
  const wasPurged = remembered(isGone);
  for await (const path of store.list(layout.allPreviews)) {
    const [, digest = '', , name = ''] = path.split('/');
    const [run = ''] = name.split('.');
    if ((await isOver(digest)) || (await wasPurged(run))) await removeInOrder(store, [path], tally, dryRun);
  }
  return tally;
}

/** Whether a run was purged. */
export type IsGone = (run: string) => Promise<boolean>;

export const purgedIn =
  (store: Store): IsGone =>
  async (run) =>
    (await readPurged(store, run)) !== undefined;

/** The answer to the last question: paths come in order, so that it is the one that is asked again. */
function remembered(ask: (name: string) => Promise<boolean>): (name: string) => Promise<boolean> {
  let last: { readonly name: string; readonly answer: boolean } | undefined;
  return async (name) => {
    if (last?.name !== name) last = { name, answer: await ask(name) };
    return last.answer;
  };
}
