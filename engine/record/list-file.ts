import { sha256 } from '../document.ts';
import type { Store } from '../store.ts';
import type { Ended, RunSummary } from './index-entry.ts';
import { dayOf, layout } from './layout.ts';
import { splitLines } from './lines.ts';

/**
 * A file of the list: finished runs of one day and one owner that ended in the same way, a line for each. The name tells all of that, and
 * which runs it may have, so that a list is filtered without opening files:
 * `<run>.<state>.<outcome>`, or of several `<newest>.<state>.<outcome>.<oldest>.<hash of the lines>`.
 */
export interface ListFile {
  readonly path: string;
  readonly newest: string;
  readonly oldest: string;
  readonly state: string;
  readonly outcome: string;
}

export function listFile(path: string): ListFile {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [newest = '', state = '', outcome = '', oldest = newest] = name.split('.');
  return { path, newest, oldest, state, outcome };
}

/** One line of it. */
export interface Listed {
  readonly summary: RunSummary;
  readonly line: Uint8Array;
}

/** What is on a file of the list; nothing when it is gone. */
export async function readList(store: Store, path: string): Promise<Listed[]> {
  return splitLines((await store.read(path)) ?? new Uint8Array()).map((line) => {
    const { record: _, ...summary } = JSON.parse(new TextDecoder().decode(line));
    return { summary, line };
  });
}

/**
 * Puts finished runs on the list, as few files as they need, before their open markers go: what is neither listed nor open does not
 * exist. A run may be listed twice, by two processes; whoever reads the list tells it once.
 */
export async function enlist(store: Store, runs: readonly Ended[]): Promise<void> {
  const alike = new Map<string, Ended[]>();
  for (const each of runs) {
    const name = `${dayOf(each.run)}/${each.owner}/${each.how}`;
    alike.set(name, [...(alike.get(name) ?? []), each]);
  }
  await Promise.all([...alike.values()].map((some) => write(store, some)));
}

async function write(store: Store, runs: readonly Ended[]): Promise<void> {
  const ordered = runs.toSorted((one, other) => (one.run < other.run ? 1 : -1));
  const [newest, oldest] = [ordered[0], ordered.at(-1)];
  if (newest === undefined || oldest === undefined) return;
  const bytes = Buffer.from(ordered.map(({ line }) => line).join(''));
  const several = newest === oldest ? '' : `.${oldest.run}.${sha256(bytes).slice(0, 16)}`;
  await store.create(layout.listed(newest.owner, newest.run, newest.how + several), bytes);
}
