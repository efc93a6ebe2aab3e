import type { Clock, Ports, Store } from '../../engine/index.ts';
import { type Change, changeNamed, nameOf } from './change.ts';

/** How far it is with one webhook. */
export interface Telling {
  readonly tries: number;
  /** When the last one began, ISO 8601, UTC; absent before the first. */
  readonly last?: string;
  readonly done: boolean;
}

/** What is still to be told, as the store has it. */
export interface Pending {
  readonly change: Change;
  /** ISO 8601, UTC. */
  readonly announcedAt: string;
  telling(webhook: string): Telling;
  /** Takes a try for this process; false when it is another's, or all have been told since. */
  claim(webhook: string, number: number): Promise<boolean>;
  /** It was told, or given up. */
  done(webhook: string): Promise<void>;
  /** All have been told, or there was nothing to tell. */
  remove(): Promise<void>;
}

export const changesFolder = 'changes/';
export const tellingsFolder = 'tellings/';
const pathOf = (change: Change): string => `${changesFolder}${nameOf(change)}`;
/** One file for each try, and one when there will be no other: of two processes that want the same try one can create it. */
const triesOf = (path: string): string => `${tellingsFolder}${path.slice(changesFolder.length)}/`;

/**
 * Notes a change before it is recorded, so that whatever crashes afterwards it is told; one that was then not recorded is found
 * out when it is to be told. Noted twice it is one.
 */
export async function announce(store: Store, clock: Clock, change: Change): Promise<void> {
  await store.create(pathOf(change), bytesOf(clock.now()));
}

/** Notes what becomes of runs: the port by which the engine tells of it. */
export const announcing =
  (store: Store, clock: Clock): NonNullable<Ports['announce']> =>
  async (run, revision, original) => {
    await Promise.all([
      announce(store, clock, { run, revision }),
      original !== undefined && announce(store, clock, { original, run, revision }),
    ]);
  };

export async function* pending(store: Store, clock: Clock): AsyncIterable<Pending> {
  for await (const path of store.list(changesFolder)) {
    const change = changeNamed(path.slice(changesFolder.length));
    const marker = change && (await store.read(path));
    if (change === undefined || marker === undefined) continue;
    const tries = triesOf(path);
    const tellings = await readTellings(store, tries);
    yield {
      change,
      announcedAt: Buffer.from(marker).toString(),
      telling: (webhook) => tellings.get(webhook) ?? { tries: 0, done: false },
      async claim(webhook, number) {
        const file = `${tries}${webhook}.${String(number).padStart(2, '0')}`;
        if (!(await store.create(file, bytesOf(clock.now())))) return false;
        if (await store.read(path)) return true;
        // Whoever told the last one took the marker away first, and the tries after it.
        await store.remove(file);
        return false;
      },
      done: async (webhook) => void (await store.create(`${tries}${webhook}.done`, new Uint8Array())),
      async remove() {
        await store.remove(path);
        for await (const file of store.list(tries)) await store.remove(file);
      },
    };
  }
}

/** In the order of their names: the last try is read last. */
async function readTellings(store: Store, tries: string): Promise<Map<string, Telling>> {
  const tellings = new Map<string, Telling>();
  for await (const path of store.list(tries)) {
    const [webhook = '', number = ''] = path.slice(tries.length).split('.');
    const before = tellings.get(webhook) ?? { tries: 0, done: false };
    if (number === 'done') tellings.set(webhook, { ...before, done: true });
    else {
      const last = Buffer.from((await store.read(path)) ?? []).toString();
      tellings.set(webhook, { ...before, tries: Number(number), ...(last !== '' && { last }) });
    }
  }
  return tellings;
}

const bytesOf = (time: Date): Uint8Array => Buffer.from(time.toISOString());
