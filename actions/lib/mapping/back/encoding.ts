import { fail } from '../../../../engine/errors.ts';

/** Documents above this are refused unread. */
const largest = 32 * 1024 * 1024;

const declared = /^(<\?xml[^>]*?)[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)')/;

/**
 * A document in UTF-8, whatever encoding it is in and says so: XML 1.0, 4.3.3 and appendix F.
 * @throws XML_TOO_LARGE, XML_MALFORMED
 */
export function decodeXml(bytes: Uint8Array): Uint8Array {
  if (bytes.length > largest) {
    fail('XML_TOO_LARGE', `The XML document has ${bytes.length} bytes; at most ${largest} are read.`);
  }
  const wide = wideEncoding(bytes);
  if (wide !== undefined) return withoutEncoding(decode(bytes, wide));
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const [, , double, single] = declared.exec(head.replace(/^\xef\xbb\xbf/, '')) ?? [];
  const encoding = (double ?? single ?? 'utf-8').toLowerCase();
  // What is no encoding is told by the reader, which wants UTF-8, with its place.
  if (/^(utf-?8|us-ascii|ascii|utf-?16.*|utf-?32.*|ucs-.*)$/.test(encoding) || !isEncoding(encoding)) return bytes;
  if (encoding === 'iso-8859-1' || encoding === 'latin1') return withoutEncoding(Buffer.from(bytes).toString('latin1'));
  if (encoding === 'windows-1252' || encoding === 'cp1252') return withoutEncoding(windows1252(bytes));
  return withoutEncoding(decode(bytes, encoding));
}

/** Two bytes for a character: a byte order mark, or the zero byte of the first `<`. */
function wideEncoding([a, b]: Uint8Array): string | undefined {
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  return (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c) ? 'utf-16be' : undefined;
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== '';
  } catch {
    return false;
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return fail('XML_MALFORMED', `The document is not text in ${encoding.toUpperCase()}.`);
  }
}

/** 0x80 to 0x9F; the rest is as in ISO-8859-1. Some versions of Node decode windows-1252 as if all of it were. */
const from80 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

const windows1252 = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, (character) => from80[character.charCodeAt(0) - 0x80] ?? character);

const withoutEncoding = (text: string): Uint8Array => Buffer.from(text.replace(declared, '$1'), 'utf8');
