import type { Journal } from '../record/journal.ts';

/** What this process has read and written of a run, for the run to go on with. */
export interface KnownRun {
  readonly journal: Journal;
  readonly invoice: unknown;
}

/** Bytes of business data and of journals that are remembered at most. */
const most = 8 * 1024 * 1024;

/**
 * The runs that this process submitted or parked last, until they go on: where the same process does both, nothing is read twice. That it
 * may be trusted follows from the store, where what was created is never changed; what others have added since, the journal has to
 * catch up with.
 */
export class KnownRuns {
  readonly #runs = new Map<string, KnownRun & { readonly size: number }>();
  #size = 0;

  add({ journal, invoice }: KnownRun): void {
    this.take(journal.run);
    const size = sizeOf(journal);
    this.#runs.set(journal.run, { journal, invoice, size });
    this.#size += size;
    for (const oldest of this.#runs.keys()) {
      if (this.#size <= most) break;
      this.take(oldest);
    }
  }

  /** Hands it out, and forgets it. */
  take(run: string): KnownRun | undefined {
    const found = this.#runs.get(run);
    if (found === undefined) return undefined;
    this.#runs.delete(run);
    this.#size -= found.size;
    return { journal: found.journal, invoice: found.invoice };
  }
}

function sizeOf({ state: { input, attachments }, size }: Journal): number {
  return attachments.reduce((sum, each) => sum + each.size, input.size + size);
}
