import { type Clock, isRunId, type Store } from '../../engine/index.ts';

/** A change that webhooks are told of: the entry of a run's record that held or finished it. */
export interface Change {
  readonly run: string;
  /** The number of that entry: a later change of the run has a higher one. */
  readonly revision: number;
}

/** How far it is with one webhook. */
export interface Telling {
  readonly tries: number;
  /** ISO 8601, UTC; nothing is sent before. */
  readonly next: string;
}

export interface Told {
  /** ISO 8601, UTC. */
  readonly announcedAt: string;
  readonly done: readonly string[];
  readonly under: Readonly<Record<string, Telling>>;
}

/** What is still to be told, as the store has it. */
export interface Pending {
  readonly change: Change;
  readonly told: Told;
  /** Puts it down; false when another process did since. */
  update(told: Told): Promise<boolean>;
  /** All have been told, or there was nothing to tell. */
  remove(): Promise<void>;
}

const folder = 'changes/';

/**
 * Notes a change before it is recorded, so that whatever crashes afterwards it is told; one that was then not recorded is found out when it is
 * to be told. Noted twice it is one.
 */
export async function announce(store: Store, clock: Clock, { run, revision }: Change): Promise<void> {
  const told: Told = { announcedAt: clock.now().toISOString(), done: [], under: {} };
  await store.swap(`${folder}${run}.${String(revision).padStart(6, '0')}`, bytesOf(told), undefined);
}

export async function* pending(store: Store): AsyncIterable<Pending> {
  for await (const path of store.list(folder)) {
    const [run = '', revision = ''] = path.slice(folder.length).split('.');
    const found = await store.readVersioned(path);
    if (found === undefined || !isRunId(run)) continue;
    let { version } = found;
    yield {
      change: { run, revision: Number(revision) },
      told: JSON.parse(Buffer.from(found.bytes).toString()),
      async update(told) {
        if (!(await store.swap(path, bytesOf(told), version))) return false;
        version = (await store.readVersioned(path))?.version ?? version;
        return true;
      },
      remove: () => store.remove(path),
    };
  }
}

const bytesOf = (told: Told): Uint8Array => Buffer.from(JSON.stringify(told));
