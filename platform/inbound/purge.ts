import {
  type IsGone,
  type Ports,
  type PurgeRequest,
  removeInOrder,
  type Store,
  type Tally,
} from '../../engine/index.ts';
import type { KeptArrival } from './arrival.ts';
import { arrivalsFolder, openLedger } from './ledger.ts';

/**
 * Removes what came in before the day from which its legal entity keeps all, was acknowledged, and of whose documents no run is kept.
 * The file goes first, and the acknowledgement last: what a purge that was interrupted has left the next one finds.
 */
export async function purgeArrivals(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { keepFrom, dryRun = false }: PurgeRequest,
  isGone: IsGone,
): Promise<Tally> {
  const tally = { files: 0, refused: 0 };
  const ledger = openLedger(store, clock);
  for await (const { id, paths } of byArrival(store)) {
    const acknowledged = await ledger.acknowledgement(id);
    if (acknowledged === undefined) continue;
    const kept = await ledger.read(id);
    if (kept && !(await mayGo(kept, keepFrom, isGone))) continue;
    await removeInOrder(store, inOrder(paths), tally, dryRun);
  }
  return tally;
}

async function mayGo(
  { arrival: { legalEntity, receivedAt }, result }: KeptArrival,
  keepFrom: PurgeRequest['keepFrom'],
  isGone: IsGone,
): Promise<boolean> {
  const from = keepFrom(legalEntity);
  if (from === undefined || receivedAt >= from) return false;
  for (const { run } of result?.runs ?? []) if (!(await isGone(run))) return false;
  return true;
}

const order = ['file', 'result.json', 'arrival.json', 'acknowledged.json'];

const inOrder = (paths: readonly string[]): string[] =>
  order.flatMap((name) => paths.filter((path) => path.endsWith(`/${name}`)));

async function* byArrival(store: Store): AsyncGenerator<{ readonly id: string; readonly paths: readonly string[] }> {
  let id = '';
  let paths: string[] = [];
  for await (const path of store.list(arrivalsFolder)) {
    const next = path.split('/')[1] ?? '';
    if (next !== id && paths.length > 0) yield { id, paths };
    if (next !== id) paths = [];
    id = next;
    paths.push(path);
  }
  if (paths.length > 0) yield { id, paths };
}
