import { isAscii, isUtf8 } from 'node:buffer';
import { SchematronProblem } from '../problem.ts';
import { illegalCharacter } from './characters.ts';
import { placeAt } from './place.ts';

/**
 * A document's bytes as text, without byte order mark. UTF-8, UTF-16 (with a mark, or with a declaration that shows its
 * byte order) and what `encodings` lists; all else is refused (XML_ENCODING), as are bytes that are none in the encoding
 * and characters that XML does not have (XML_NOT_WELL_FORMED).
 */
export function decode(bytes: Uint8Array, file: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoding = encodingOf(buffer, file);
  const text = decodeAs(encoding, buffer, file);
  if (encoding.startsWith('utf16') ? illegalCharacter.test(text) : hasIllegal(buffer, encoding))
    refuseCharacter(text, file);
  return text;
}

/** The same checks on a document that is text already; its declaration's encoding means nothing then. */
export function checkText(text: string, file: string): string {
  const source = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (illegalCharacter.test(source)) refuseCharacter(source, file);
  return source;
}

type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'latin1' | 'ascii' | 'windows-1252' | Table;
/** Encodings of one byte a character, as `TextDecoder` calls them. */
type Table = 'iso-8859-2' | 'iso-8859-15' | 'windows-1250';

/** What windows-1252 has at 80-9F; Node 20's `TextDecoder` takes it for ISO-8859-1. */
const windows1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

function encodingOf(buffer: Buffer, file: string): Encoding {
  const first = buffer.length >= 4 ? buffer.readUInt32BE(0) : 0;
  if (first >>> 16 === 0xfeff || first === 0x003c003f) return 'utf16be';
  if (first >>> 16 === 0xfffe || first === 0x3c003f00) return 'utf16le';
  if (first !== 0x3c3f786d && first >>> 8 !== 0xefbbbf) return 'utf8';
  const declared = /^(?:\xef\xbb\xbf)?<\?xml\s[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(
    buffer.toString('latin1', 0, 256),
  )?.[1];
  const encoding = declared === undefined ? 'utf8' : encodings[declared.toUpperCase()];
  if (encoding === undefined)
    refuse(
      'XML_ENCODING',
      `The encoding ${declared} is not read; UTF-16 and ${Object.keys(encodings).join(', ')} are.`,
      file,
    );
  if (first >>> 8 === 0xefbbbf && encoding !== 'utf8')
    refuse('XML_ENCODING', `The document begins with UTF-8's byte order mark, but declares ${declared}.`, file);
  return encoding;
}

const encodings: Readonly<Record<string, Encoding>> = {
  'UTF-8': 'utf8',
  UTF8: 'utf8',
  'ISO-8859-1': 'latin1',
  'ISO_8859-1': 'latin1',
  LATIN1: 'latin1',
  'US-ASCII': 'ascii',
  ASCII: 'ascii',
  'ISO-8859-2': 'iso-8859-2',
  'ISO-8859-15': 'iso-8859-15',
  'WINDOWS-1250': 'windows-1250',
  'WINDOWS-1252': 'windows-1252',
};

function decodeAs(encoding: Encoding, buffer: Buffer, file: string): string {
  switch (encoding) {
    case 'utf8': {
      // One byte a character is read several times faster.
      if (isAscii(buffer)) return buffer.toString('latin1');
      if (!isUtf8(buffer))
        refuse('XML_ENCODING', 'The document is not UTF-8, which it says it is (or says nothing).', file);
      return buffer.toString('utf8', buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0);
    }
    case 'ascii':
      if (!isAscii(buffer)) refuse('XML_ENCODING', 'The document is not US-ASCII, which it declares.', file);
      return buffer.toString('latin1');
    case 'latin1':
      return buffer.toString('latin1');
    case 'utf16le':
    case 'utf16be': {
      if (buffer.length % 2 !== 0)
        refuse('XML_ENCODING', 'The document is UTF-16, but half a character is missing.', file);
      const text = (encoding === 'utf16le' ? buffer : Buffer.from(buffer).swap16()).toString('utf16le');
      return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
    }
    case 'windows-1252':
      return buffer
        .toString('latin1')
        .replace(/[\x80-\x9f]/g, (found) => windows1252.charAt(found.charCodeAt(0) - 0x80));
    default:
      return new TextDecoder(encoding).decode(buffer);
  }
}

const notCharacters = ['\ufffe', '\uffff'].map((each) => Buffer.from(each));

/** Bytes below a blank that XML has: tab, line feed, carriage return; a bit each. */
const allowed = (1 << 0x9) | (1 << 0xa) | (1 << 0xd);

/** Whether there is another byte below a blank (four at a time are looked at, for most are none), or U+FFFE, U+FFFF. */
function hasIllegal(buffer: Buffer, encoding: Encoding): boolean {
  // Both begin with EF, as hardly anything does in the languages of Europe.
  if (encoding === 'utf8' && buffer.includes(0xef) && notCharacters.some((each) => buffer.includes(each))) return true;
  const aligned = (4 - (buffer.byteOffset & 3)) & 3;
  const words = new Int32Array(buffer.buffer, buffer.byteOffset + aligned, Math.max(0, buffer.length - aligned) >> 2);
  for (let w = 0; w < words.length; w++) {
    const word = words[w] as number;
    // A byte below 0x20 borrows from its highest bit, which it does not have itself.
    if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue;
    if (isIllegal(word & 0xff) || isIllegal((word >> 8) & 0xff) || isIllegal((word >> 16) & 0xff)) return true;
    if (isIllegal(word >>> 24)) return true;
  }
  return illegalIn(buffer, 0, aligned) || illegalIn(buffer, aligned + words.length * 4, buffer.length);
}

const isIllegal = (byte: number): boolean => byte < 0x20 && ((allowed >> byte) & 1) === 0;

function illegalIn(buffer: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to && at < buffer.length; at++) if (isIllegal(buffer[at] as number)) return true;
  return false;
}

function refuseCharacter(text: string, file: string): never {
  const at = illegalCharacter.exec(text)?.index ?? 0;
  const code = (text.codePointAt(at) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  throw new SchematronProblem('XML_NOT_WELL_FORMED', `U+${code} is no character of XML.`, placeAt(text, at, file));
}

function refuse(code: 'XML_ENCODING', what: string, file: string): never {
  throw new SchematronProblem(code, what, { file, line: 1, column: 1 });
}
