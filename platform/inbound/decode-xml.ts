import { fail } from '../../engine/index.ts';

/**
 * The text of what may be an XML document, by its byte order mark or the encoding that it declares (XML 1.0, appendix F). Undefined for
 * what does not begin as XML does, and for web pages.
 *
 * @throws TimbreError XML_MALFORMED where the bytes are not of the encoding, or nobody knows it
 */
export function decodeXml(bytes: Uint8Array): string | undefined {
  const encoding = encodingOf(bytes);
  const text = decode(bytes, encoding);
  if (text !== undefined && beginsAsXml(text)) return text;
  if (!beginsAsXml(latin1(bytes.subarray(0, 512)))) return undefined;
  return fail('XML_MALFORMED', `The document is not text in ${encoding.toUpperCase()}, as it should be.`, {
    hint: 'Its XML declaration must name the encoding that it was written in.',
  });
}

const beginsAsXml = (text: string): boolean =>
  /^(?:\xef\xbb\xbf|\uFEFF)?\s*<(?:\?xml\s|!--|!DOCTYPE\s+(?!html\b)|(?!html\b)[A-Za-z_])/i.test(text);

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function encodingOf(bytes: Uint8Array): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return 'utf-16be';
  const declared = /^\s*<\?xml\s[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(latin1(bytes.subarray(0, 512)))?.[1];
  return declared?.toLowerCase() ?? 'utf-8';
}

/** Undefined for bytes that are not of the encoding. */
function decode(bytes: Uint8Array, encoding: string): string | undefined {
  // The Encoding Standard takes it for windows-1252, which has other characters at 80 to 9F.
  if (encoding === 'iso-8859-1') return latin1(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (thrown instanceof RangeError) return fail('XML_MALFORMED', `The encoding ${encoding} is not known.`);
    return undefined;
  }
}
