import { layout } from '../record/layout.ts';
import type { Store, Versioned } from '../store.ts';

/**
 * A store that shows what another one has, but the record of one run, and keeps what is written to itself: counters go on from where
 * they really are, and nothing of it is ever seen by anybody else.
 */
export function shadowStore(store: Store, run: string): Store {
  const own = new Map<string, Versioned>();
  const journal = layout.journal(run);
  const hidden = (path: string): boolean => path.startsWith(journal) || path === layout.open(run);
  const find = async (path: string): Promise<Uint8Array | undefined> =>
    own.get(path)?.bytes ?? (hidden(path) ? undefined : store.read(path));
  const keep = (path: string, bytes: Uint8Array): true => {
    own.set(path, { bytes, version: `own ${own.size} ${Number(own.get(path)?.version.split(' ')[2] ?? 0) + 1}` });
    return true;
  };
  const versioned = async (path: string) => own.get(path) ?? (await store.readVersioned(path));
  return {
    create: async (path, bytes) => (await find(path)) === undefined && keep(path, bytes),
    read: find,
    async *list(prefix) {
      for await (const path of store.list(prefix)) if (!hidden(path) && !own.has(path)) yield path;
      for (const path of own.keys()) if (path.startsWith(prefix)) yield path;
    },
    readVersioned: versioned,
    swap: async (path, bytes, version) => (await versioned(path))?.version === version && keep(path, bytes),
    async remove(path) {
      own.delete(path);
    },
  };
}
