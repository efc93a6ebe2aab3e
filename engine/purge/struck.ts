import { layout } from '../record/layout.ts';
import { listFile, readList } from '../record/list-file.ts';
import type { Store } from '../store.ts';

/**
 * Strikes purged runs off the files of the list, one file after the other. A file of which some runs stay gives way to one for each of
 * those; if that is cut short a run is on two, which is as good as on one.
 */
export class Struck {
  readonly #store: Store;
  #path = '';
  #runs = new Set<string>();

  constructor(store: Store) {
    this.#store = store;
  }

  add(run: string): void {
    this.#runs.add(run);
  }

  /** What was added so far goes off the file at hand; what comes is on another. */
  async turnTo(path: string): Promise<void> {
    if (path === this.#path) return;
    if (this.#runs.size > 0) await this.#strike();
    this.#path = path;
    this.#runs = new Set();
  }

  async #strike(): Promise<void> {
    const { state, outcome } = listFile(this.#path);
    const [owner = ''] = this.#path.split('/').slice(-2);
    const stay = (await readList(this.#store, this.#path)).filter(({ summary }) => !this.#runs.has(summary.run));
    for (const { summary, line } of stay)
      await this.#store.create(layout.listed(owner, summary.run, `${state}.${outcome}`), line);
    await this.#store.remove(this.#path);
  }
}
