import { type PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { unpacked } from './attached.ts';
import type { PdfLimits } from './open.ts';

/** The XMP packet of the whole PDF (ISO 16684-1; ISO 32000-1, 14.3.2), as it stands there; undefined without one. */
export async function metadataOf(pdf: PDFDocument, limits: PdfLimits): Promise<Uint8Array | undefined> {
  const stream = pdf.catalog.lookup(PDFName.of('Metadata'));
  return stream instanceof PDFRawStream ? unpacked(stream, limits) : undefined;
}
