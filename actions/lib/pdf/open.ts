import { EncryptedPDFError, PDFDocument } from '@cantoo/pdf-lib';
import { fail, TimbreError } from '../../../engine/errors.ts';
import { refuseObjectBombs } from './object-streams.ts';

export interface PdfLimits {
  /** Bytes that one stream of the file may unpack to. */
  readonly maxBytes: number;
}

const HEADER_WITHIN = 1024;

/**
 * The objects of a PDF (ISO 32000-1), of which nothing was unpacked that is larger than is allowed. The header may stand anywhere within
 * the first 1024 bytes, as readers have it (ISO 32000-1, annex H.3.4.1).
 *
 * @throws TimbreError PDF_UNREADABLE: no PDF, torn, or encrypted; DECODE_TOO_LARGE
 */
export async function openPdf(bytes: Uint8Array, limits: PdfLimits): Promise<PDFDocument> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (!file.subarray(0, HEADER_WITHIN).includes('%PDF-'))
    fail('PDF_UNREADABLE', 'The document is no PDF: it does not begin with %PDF-');
  if (!file.includes('%%EOF')) fail('PDF_UNREADABLE', 'The PDF is torn: its end (%%EOF) is not there');
  refuseObjectBombs(bytes, limits);
  const load = () => PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
  const pdf = await load().catch(unreadable);
  reading(() => pdf.catalog);
  return pdf;
}

/** What is looked up in a PDF may be of another kind than it must be: the library throws then. */
export function reading<T>(look: () => T): T {
  try {
    return look();
  } catch (cause) {
    return unreadable(cause);
  }
}

function unreadable(cause: unknown): never {
  if (cause instanceof TimbreError) throw cause;
  if (cause instanceof EncryptedPDFError) fail('PDF_UNREADABLE', 'The PDF is encrypted');
  fail('PDF_UNREADABLE', `The PDF cannot be read: ${cause instanceof Error ? firstLine(cause) : ''}`);
}

const firstLine = ({ message }: Error): string => (message.split('\n')[0] ?? '').slice(0, 200);
