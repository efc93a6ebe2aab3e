import { attachedFiles, metadataOf, openPdf } from '../lib/pdf/index.ts';
import { chooseEntry } from './entry.ts';
import type { Limits } from './limits.ts';

/** One file attached to a PDF, and what the PDF says of itself. Throws what `openPdf`, `attachedFiles` and `chooseEntry` throw. */
export async function fromPdf(bytes: Uint8Array, wanted: readonly string[] | undefined, limits: Limits) {
  const pdf = await openPdf(bytes, limits);
  const { name, relationship, content } = chooseEntry(
    'PDF',
    attachedFiles(pdf, { maxBytes: limits.maxBytes, maxFiles: limits.maxEntries }),
    wanted,
  );
  return {
    bytes: await content(),
    metadata: await metadataOf(pdf, limits),
    values: { entry: name, ...(relationship !== undefined && { relationship }) },
  };
}
