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
