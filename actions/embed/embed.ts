import { createHash } from 'node:crypto';
import { AFRelationship, PDFArray, type PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib';
import { fail } from '../../engine/errors.ts';
import { attachedFiles, listAttachedFiles, openPdf, reading } from '../lib/pdf/index.ts';
import { claimOf } from './claim.ts';
import { describe, type Extension } from './extension.ts';

/** A file for a PDF. */
export interface Embedding {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly relationship: keyof typeof AFRelationship;
  /** What the PDF says of when the file came and the PDF changed. */
  readonly at: Date;
  readonly metadata: Extension | undefined;
}

const MEGABYTE = 1024 * 1024;
const limits = { maxBytes: 64 * MEGABYTE, maxFiles: 1000 };

/**
 * The PDF with one more file: in the name tree EmbeddedFiles and in the array AF of the catalog (ISO 19005-3, 6.8), its XMP says
 * PDF/A-3. The same input gives the same bytes.
 *
 * @throws TimbreError PDF_UNREADABLE, PDF_NOT_ARCHIVAL, PDF_FILE_TWICE, DECODE_TOO_LARGE
 */
export async function embedFile(bytes: Uint8Array, embedding: Embedding): Promise<Uint8Array> {
  const pdf = await openPdf(bytes, limits);
  const conformance = await claimOf(pdf, limits);
  const { name, at, metadata, relationship } = embedding;
  if (attachedFiles(pdf, limits).some((each) => each.name === name))
    fail('PDF_FILE_TWICE', `The PDF holds a file ${name} already`);
  listAttachedFiles(pdf);
  const { description = name, mediaType } = embedding;
  await pdf.attach(embedding.bytes, name, {
    mimeType: mediaType.split(';')[0] ?? mediaType,
    description,
    afRelationship: AFRelationship[relationship],
    creationDate: at,
    modificationDate: at,
  });
  pdf.setModificationDate(at);
  identify(pdf, bytes, embedding.bytes);
  keepingIntents(pdf, () =>
    pdf.convertToPDFA({ conformance, extensions: metadata === undefined ? [] : describe(metadata) }),
  );
  return pdf.save({ updateFieldAppearances: false, addDefaultPage: false });
}

/** The first half of a file's identifier stays for good, the second changes with it (ISO 32000-1, 14.4). */
function identify(pdf: PDFDocument, ...parts: readonly Uint8Array[]): void {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  const changed = PDFHexString.of(hash.digest('hex').slice(0, 32));
  const { context } = pdf;
  const known = reading(() => context.lookupMaybe(context.trailerInfo.ID, PDFArray));
  context.trailerInfo.ID = context.obj([known?.get(0) ?? changed, changed]);
}

/** What the PDF says of its colours is true of its pages; the library would replace it by sRGB. */
function keepingIntents(pdf: PDFDocument, work: () => void): void {
  const key = PDFName.of('OutputIntents');
  const known = pdf.catalog.get(key);
  work();
  if (known !== undefined) pdf.catalog.set(key, known);
}
