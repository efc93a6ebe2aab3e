import { readJson } from '../json.ts';
import type { DocumentRecord, OriginalRecord } from '../record/entry.ts';

/** The names of an expression that hold business data: the submission's own, and its original's. */
export interface BusinessData {
  readonly invoice: unknown;
  /** Null where the submission is related to no other. */
  readonly original: {
    readonly run: string;
    readonly values: OriginalRecord['values'];
    readonly invoice: unknown;
  } | null;
}

/** The business data of a submission, with that of the run it is related to. */
export async function businessData(
  invoice: unknown,
  original: OriginalRecord | undefined,
  read: (record: DocumentRecord) => Promise<Uint8Array>,
): Promise<BusinessData> {
  if (!original) return { invoice, original: null };
  const { run, values, input } = original;
  return { invoice, original: { run, values, invoice: readJson(await read(input)).data } };
}

/** Bytes of JSON that are remembered at most. */
const most = 8 * 1024 * 1024;

/**
 * The invoices of the last submissions, until their runs begin: where one process does both it reads them once. They are
 * found by the hash of their bytes, so it is what the store holds that decides.
 */
export class Submitted {
  readonly #invoices = new Map<string, { readonly invoice: unknown; readonly size: number }>();
  #size = 0;

  add({ sha256, size }: DocumentRecord, invoice: unknown): void {
    this.take(sha256);
    this.#invoices.set(sha256, { invoice, size });
    this.#size += size;
    for (const oldest of this.#invoices.keys()) {
      if (this.#size <= most) break;
      this.take(oldest);
    }
  }

  /** Hands it out, and forgets it. */
  take(sha256: string): unknown {
    const found = this.#invoices.get(sha256);
    if (this.#invoices.delete(sha256)) this.#size -= found?.size ?? 0;
    return found?.invoice;
  }
}
