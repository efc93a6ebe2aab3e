import { type Problem, problem } from '../errors.ts';
import type { Pipeline } from '../feature.ts';
import { isObject } from '../json.ts';
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

/** Files by the names that the pipeline has for them. */
export interface HandedIn<T> {
  readonly files: Readonly<Record<string, T>>;
  readonly problems: readonly Problem[];
}

/**
 * Which file is which of those that the pipeline takes: the one of the media type that the business data, in which the files it speaks
 * of have been put, does not speak of itself.
 * ATTACHMENT_MISSING, ATTACHMENT_AMBIGUOUS.
 */
export function handedIn<T extends { readonly mediaType: string }>(
  { attachments: ports }: Pipeline,
  invoice: unknown,
  given: readonly T[],
  nameOf: (file: T) => string,
): HandedIn<T> {
  const spoken = spokenOf(invoice);
  const files: Record<string, T> = {};
  const problems = missing(invoice);
  for (const [name, { mediaType, required, summary }] of Object.entries(ports)) {
    const [file, ...others] = given.filter((each) => bare(each.mediaType) === mediaType && !spoken.has(nameOf(each)));
    if (others.length > 0 && file !== undefined) {
      const names = [file, ...others].map(nameOf).join(', ');
      problems.push(
        problem(
          'ATTACHMENT_AMBIGUOUS',
          `Which of these is it: ${names}? ${name} is one file ${mediaType}: ${summary}.`,
          {
            path: 'attachments',
          },
        ),
      );
    } else if (file !== undefined) files[name] = file;
    else if (required) {
      const message = `There is no file ${mediaType} with the business data. It is needed as ${name}: ${summary}.`;
      problems.push(problem('ATTACHMENT_MISSING', message, { path: 'attachments' }));
    }
  }
  return { files, problems };
}

/** Entries of `attachments` (BG-24) that mean a file nobody handed over: without it the document would go out, and lack it. */
function missing(invoice: unknown): Problem[] {
  if (!isObject(invoice) || !Array.isArray(invoice.attachments)) return [];
  return invoice.attachments.flatMap((entry: unknown, at) => {
    if (!isObject(entry) || typeof entry.filename !== 'string') return [];
    if (entry.content !== undefined || entry.url !== undefined) return [];
    const message = `There is no file ${entry.filename} with the business data, and no content.`;
    return [problem('ATTACHMENT_MISSING', message, { path: `attachments[${at}].filename` })];
  });
}

/** The names of the files that entries of `attachments` (BG-24) mean. */
function spokenOf(invoice: unknown): ReadonlySet<string> {
  if (!isObject(invoice) || !Array.isArray(invoice.attachments)) return new Set();
  return new Set(invoice.attachments.filter(isObject).map(({ filename }) => String(filename)));
}

const bare = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

export const readAttachments = (documents: Documents, records: readonly DocumentRecord[]): Promise<Attachment[]> =>
  Promise.all(
    records.map(async (record) => ({
      name: record.fileName,
      mediaType: record.mediaType,
      bytes: await documents.read(record),
    })),
  );
