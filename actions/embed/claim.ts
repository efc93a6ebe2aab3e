import type { PDFDocument } from '@cantoo/pdf-lib';
import { fail } from '../../engine/errors.ts';
import { metadataOf, type PdfLimits } from '../lib/pdf/index.ts';
import { withXml } from '../lib/xml/index.ts';

const namespaces = { pdfaid: 'http://www.aiim.org/pdfa/ns/id/' };
const either = (name: string): string => `string(//pdfaid:${name} | //@pdfaid:${name})`;

/**
 * What the PDF with a file in it may say of itself, from what the PDF says now (ISO 19005-3, 6.6.4). Parts 1 and 2 allow nothing
 * that part 3 forbids but the attached files. Levels A and U hold all of U.
 *
 * @throws TimbreError PDF_NOT_ARCHIVAL, PDF_UNREADABLE
 */
export async function claimOf(pdf: PDFDocument, limits: PdfLimits): Promise<'3B' | '3U'> {
  const metadata = await metadataOf(pdf, limits);
  if (metadata === undefined) return fail('PDF_NOT_ARCHIVAL', 'The PDF says nothing of itself (it has no XMP)');
  const said = withXml(withoutPacket(metadata), (tree) => ({
    part: String(tree.evaluate(either('part'), namespaces)).trim(),
    level: String(tree.evaluate(either('conformance'), namespaces)).trim(),
  }));
  if (!['1', '2', '3'].includes(said.part)) {
    const what = said.part === '' ? 'does not say that it is PDF/A' : `is PDF/A-${said.part.slice(0, 8)}`;
    fail('PDF_NOT_ARCHIVAL', `The PDF ${what}`);
  }
  return said.level === 'B' || said.part === '1' ? '3B' : '3U';
}

/** A packet is padded with white space behind its root, and may be padded with zeros. */
const withoutPacket = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString('utf8');
  const end = text.lastIndexOf('>');
  return Buffer.from(text.slice(text.indexOf('<'), end + 1));
};
