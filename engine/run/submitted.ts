import type { Journal } from '../record/journal.ts';

/** What a submission has read and written, for its run to begin with. */
export interface Submission {
  readonly journal: Journal;
  readonly invoice: unknown;
}

/** Bytes of business data that are remembered at most. */
const most = 8 * 1024 * 1024;

/**
 * The last submissions, until their runs begin: where one process does both, nothing is read twice. That it may be trusted follows
 * from the store, where what was created is never changed; what others have added since, the journal has to catch up with.
 */
export class Submitted {
  readonly #submissions = new Map<string, Submission>();
  #size = 0;

  add(submission: Submission): void {
    this.#submissions.set(submission.journal.run, submission);
    this.#size += sizeOf(submission);
    for (const oldest of this.#submissions.keys()) {
      if (this.#size <= most) break;
      this.take(oldest);
    }
  }

  /** Hands it out, and forgets it. */
  take(run: string): Submission | undefined {
    const found = this.#submissions.get(run);
    if (found) {
      this.#submissions.delete(run);
      this.#size -= sizeOf(found);
    }
    return found;
  }
}

function sizeOf({ journal }: Submission): number {
  const { input, attachments } = journal.state;
  return attachments.reduce((size, each) => size + each.size, input.size);
}
