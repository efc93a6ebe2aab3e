import { type Ended, endedAs } from '../record/index-entry.ts';
import type { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { enlist } from '../record/list-file.ts';
import type { Ports } from './ports.ts';

/** So many are listed at once, at most. */
const most = 100;

/**
 * The runs that this process has finished, until they are listed and their open markers gone: together, when the ports say how long they
 * may wait for each other. Until then their markers stand, so that a list has them, and a process that dies leaves nothing undone that a
 * sweep does not find.
 */
export class EndedRuns {
  readonly #ports: Ports;
  #waiting = new Map<string, Ended>();
  #listing = new Set<Promise<void>>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  async add(journal: Journal): Promise<void> {
    const { clock, listTogether } = this.#ports;
    const ended = endedAs(journal);
    if (listTogether === undefined) return this.#list([ended]);
    this.#waiting.set(ended.run, ended);
    if (this.#waiting.size >= most) this.#begin();
    else if (this.#waiting.size === 1) void clock.sleep(listTogether).then(() => this.#begin());
  }

  /** Resolves when all are listed that were added so far. */
  async settled(): Promise<void> {
    this.#begin();
    await Promise.all(this.#listing);
  }

  #begin(): void {
    if (this.#waiting.size === 0) return;
    const runs = [...this.#waiting.values()];
    this.#waiting = new Map();
    // A store that is away leaves the markers, and a sweep comes back to them.
    const listing = this.#list(runs).catch(() => {});
    this.#listing.add(listing);
    void listing.then(() => this.#listing.delete(listing));
  }

  async #list(runs: readonly Ended[]): Promise<void> {
    const { store } = this.#ports;
    await enlist(store, runs);
    await Promise.all(runs.map(({ run }) => store.remove(layout.open(run))));
  }
}
