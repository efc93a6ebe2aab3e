import type { DocumentRecord } from '../record/entry.ts';
import type { Documents } from './keep.ts';

/** A file that is handed over with the business data. */
export interface Attachment {
  /** File name; no two of one submission have the same. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export function keepAttachments(documents: Documents, attachments: readonly Attachment[]): DocumentRecord[] {
  return attachments.map(({ name, mediaType, bytes }, at) =>
    documents.keep('input', `attachment.${at + 1}`, { mediaType, bytes, fileName: name }),
  );
}

/**
 * The business data with the files put in where it speaks of them: an entry of `attachments` (BG-24) that has the `filename` of a
 * file and no `content` of its own gets the file's, in base64. So a file is handed over and kept once, and a mapping finds it in one
 * place however it came.
 */
export function withAttachments(invoice: unknown, files: readonly Attachment[]): unknown {
  if (files.length === 0 || !isObject(invoice) || !Array.isArray(invoice.attachments)) return invoice;
  const named = new Map(files.map((file) => [file.name, file]));
  const attachments = invoice.attachments.map((entry: unknown) => {
    if (!isObject(entry) || entry.content !== undefined) return entry;
    const file = named.get(String(entry.filename));
    if (file === undefined) return entry;
    return { mediaType: file.mediaType, ...entry, content: Buffer.from(file.bytes).toString('base64') };
  });
  return { ...invoice, attachments };
}

export const readAttachments = (documents: Documents, records: readonly DocumentRecord[]): Promise<Attachment[]> =>
  Promise.all(
    records.map(async (record) => ({
      name: record.fileName,
      mediaType: record.mediaType,
      bytes: await documents.read(record),
    })),
  );

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
