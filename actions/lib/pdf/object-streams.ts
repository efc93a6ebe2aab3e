import { inflateSync } from 'node:zlib';
import { fail } from '../../../engine/errors.ts';
import { dictionaryAt, pastBlanks } from './dictionary.ts';
import type { PdfLimits } from './open.ts';

const MOST_BROKEN = 100;

/**
 * Streams that hold objects or cross-references are unpacked when a PDF is opened, by the library and without a limit. So they are
 * unpacked here first, with one. What is packed in an unusual way is refused: it would be unpacked unseen.
 *
 * @throws TimbreError PDF_UNREADABLE, DECODE_TOO_LARGE
 */
export function refuseObjectBombs(bytes: Uint8Array, { maxBytes }: PdfLimits): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  let left = maxBytes;
  let broken = 0;
  for (let at = text.indexOf('obj'); at !== -1; at = text.indexOf('obj', at)) {
    at += 'obj'.length;
    const begin = pastBlanks(text, at);
    if (!text.startsWith('<<', begin)) continue;
    const end = dictionaryAt(text, begin);
    if (end === undefined) {
      if (++broken > MOST_BROKEN) fail('PDF_UNREADABLE', 'The PDF has too many objects that do not end');
      continue;
    }
    at = end;
    const content = contentAfter(text, end);
    const dictionary = text
      .slice(begin, end)
      .replace(/#([0-9A-Fa-f]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
    if (content === undefined || !unpackedOnOpening(dictionary)) continue;
    if (!plainlyPacked(dictionary)) fail('PDF_UNREADABLE', 'The PDF packs its objects in an unusual way');
    left -= unpackedSize(bytes.subarray(content), left);
  }
}

/** The first byte of the stream that a dictionary belongs to (ISO 32000-1, 7.3.8). */
function contentAfter(text: string, end: number): number | undefined {
  const at = pastBlanks(text, end);
  if (!text.startsWith('stream', at)) return undefined;
  const begin = at + 'stream'.length;
  return text.startsWith('\r\n', begin) ? begin + 2 : begin + 1;
}

/** `/Type /ObjStm` or `/XRef` (ISO 32000-1, 7.5.7 and 7.5.8), or a type that stands in another object. */
const unpackedOnOpening = (dictionary: string): boolean =>
  /\/(?:ObjStm|XRef)(?![A-Za-z])/.test(dictionary) || /\/Type[^A-Za-z/]*\d+[^A-Za-z/]+R/.test(dictionary);

const plainlyPacked = (dictionary: string): boolean =>
  !dictionary.includes('/Filter') ||
  /\/Filter\s*(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])(?![A-Za-z])/.test(dictionary);

function unpackedSize(packed: Uint8Array, left: number): number {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(left, 1) }).length;
  } catch (cause) {
    const tooLarge = cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? fail('DECODE_TOO_LARGE', 'The objects of the PDF unpack to more than is allowed') : 0;
  }
}
