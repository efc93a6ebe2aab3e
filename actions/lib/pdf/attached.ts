import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from '@cantoo/pdf-lib';
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
export const attachedFiles = (pdf: PDFDocument, limits: FileLimits): AttachedFile[] =>
  reading(() => {
    const files: AttachedFile[] = [];
    for (const [, entry] of entriesOf(pdf)) {
      const specification = pdf.context.lookupMaybe(entry, PDFDict);
      const file = specification && fileOf(specification, limits);
      if (file !== undefined) files.push(file);
      if (files.length > limits.maxFiles)
        fail('DECODE_TOO_LARGE', `The PDF has more than ${limits.maxFiles} attached files`);
    }
    return files;
  });

/**
 * Makes the tree EmbeddedFiles one list: the library adds a file to a list only, and leaves it out of a tree without a word.
 *
 * @throws TimbreError PDF_UNREADABLE
 */
export const listAttachedFiles = (pdf: PDFDocument): void =>
  reading(() => {
    const pairs = [...entriesOf(pdf)].flat();
    const names = pdf.catalog.lookupMaybe(name('Names'), PDFDict);
    if (pairs.length > 0) names?.set(name('EmbeddedFiles'), pdf.context.obj({ Names: pdf.context.obj(pairs) }));
  });

/** Keys and file specifications as they stand there, references mostly; in the order of the tree. */
function* entriesOf({ catalog }: PDFDocument): Generator<[PDFObject, PDFObject]> {
  const root = catalog.lookupMaybe(name('Names'), PDFDict)?.lookupMaybe(name('EmbeddedFiles'), PDFDict);
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
    for (let each = 0; each + 1 < (pairs?.size() ?? 0); each += 2) {
      const key = pairs?.get(each);
      const specification = pairs?.get(each + 1);
      if (key !== undefined && specification !== undefined) yield [key, specification];
    }
  }
}

function fileOf(specification: PDFDict, limits: PdfLimits): AttachedFile | undefined {
  const embedded = specification.lookupMaybe(name('EF'), PDFDict);
  const stream = embedded?.lookup(name('F')) ?? embedded?.lookup(name('UF'));
  if (!(stream instanceof PDFRawStream)) return undefined;
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
