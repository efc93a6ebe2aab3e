import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PDFArray, PDFDict, type PDFDocument, PDFHexString, PDFName, PDFRawStream, PDFString } from '@cantoo/pdf-lib';
import { fail } from '../../../engine/errors.ts';
import { type PdfLimits, reading } from './open.ts';

/** A file that a PDF holds (ISO 32000-1, 7.11.4). */
export interface AttachedFile {
  readonly name: string;
  /** `Alternative`, `Data`, `Source` … (ISO 19005-3, 6.8); absent where the PDF does not say. */
  readonly relationship: string | undefined;
  content(): Promise<Uint8Array>;
}

type FileLimits = PdfLimits & { readonly maxFiles: number };

const MOST_NODES = 1000;
const name = (text: string): PDFName => PDFName.of(text);

/**
 * The files of the name tree EmbeddedFiles (ISO 32000-1, 7.7.4 and 7.9.6), in its order.
 *
 * @throws TimbreError PDF_UNREADABLE, DECODE_TOO_LARGE: more files than `maxFiles`, or by `content`
 */
export const attachedFiles = (pdf: PDFDocument, limits: FileLimits): AttachedFile[] => reading(() => walk(pdf, limits));

function walk(pdf: PDFDocument, limits: FileLimits): AttachedFile[] {
  const names = pdf.catalog.lookupMaybe(name('Names'), PDFDict);
  const root = names?.lookupMaybe(name('EmbeddedFiles'), PDFDict);
  const files: AttachedFile[] = [];
  const waiting = root === undefined ? [] : [root];
  const seen = new Set<PDFDict>();
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    if (seen.has(node) || seen.size > MOST_NODES) fail('PDF_UNREADABLE', 'The list of attached files never ends');
    seen.add(node);
    const kids = node.lookupMaybe(name('Kids'), PDFArray);
    for (let each = 0; each < (kids?.size() ?? 0); each++) {
      const kid = kids?.lookupMaybe(each, PDFDict);
      if (kid !== undefined) waiting.push(kid);
    }
    const pairs = node.lookupMaybe(name('Names'), PDFArray);
    for (let each = 1; each < (pairs?.size() ?? 0); each += 2) {
      const file = fileOf(pairs?.lookupMaybe(each, PDFDict), limits);
      if (file !== undefined) files.push(file);
      if (files.length > limits.maxFiles)
        fail('DECODE_TOO_LARGE', `The PDF has more than ${limits.maxFiles} attached files`);
    }
  }
  return files;
}

function fileOf(specification: PDFDict | undefined, limits: PdfLimits): AttachedFile | undefined {
  const embedded = specification?.lookupMaybe(name('EF'), PDFDict);
  const stream = embedded?.lookup(name('F')) ?? embedded?.lookup(name('UF'));
  if (specification === undefined || !(stream instanceof PDFRawStream)) return undefined;
  const text = specification.lookup(name('UF')) ?? specification.lookup(name('F'));
  const relationship = specification.lookup(name('AFRelationship'));
  return {
    name: text instanceof PDFString || text instanceof PDFHexString ? text.decodeText() : '',
    relationship: relationship instanceof PDFName ? relationship.decodeText() : undefined,
    content: () => unpacked(stream, limits),
  };
}

const inflating = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate);

/** The bytes of a stream as they are, or deflated: what attached files are written with. */
export async function unpacked(stream: PDFRawStream, { maxBytes }: PdfLimits): Promise<Uint8Array> {
  const filter = filterOf(stream);
  if (filter === undefined) {
    return stream.contents.length <= maxBytes ? stream.contents : tooLarge(maxBytes);
  }
  if (filter !== 'FlateDecode') fail('PDF_UNREADABLE', `A file in the PDF is packed with ${filter.slice(0, 80)}`);
  try {
    return await inflating(stream.contents, { maxOutputLength: maxBytes });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(maxBytes);
    return fail('PDF_UNREADABLE', `A file in the PDF is torn (${String(code)})`);
  }
}

const tooLarge = (maxBytes: number): never =>
  fail('DECODE_TOO_LARGE', `A file in the PDF unpacks to more than ${maxBytes} bytes`);

function filterOf({ dict }: PDFRawStream): string | undefined {
  const filter = dict.lookup(name('Filter'));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (only instanceof PDFName) return only.decodeText();
  if (only === undefined || (only instanceof PDFArray && only.size() === 0)) return undefined;
  return String(only);
}
