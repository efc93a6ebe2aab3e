/** What may stand before the root element: XML 1.0, production 22, without the parts that libxml2 refuses anyway. */
const beforeRoot = /^(?:\s+|<\?[\s\S]*?\?>|<!--[\s\S]*?-->)*/;
const mostOfProlog = 64 * 1024;

/**
 * Whether a document type declaration stands before the root element, so that it is refused for what it is
 * before a parser meets the entities it defines. Reads UTF-8 (and every superset of ASCII), UTF-16 and UTF-32.
 */
export function startsWithDoctype(bytes: Uint8Array): boolean {
  if (startsWithRoot(bytes)) return false;
  const head = decode(bytes.subarray(0, mostOfProlog)).replace(/^\uFEFF/, '');
  return head.slice(beforeRoot.exec(head)?.[0].length ?? 0).startsWith('<!DOCTYPE');
}

/** A root element right at the start, or after an XML declaration and white space: what nearly every document has. */
const rootFirst = /^(?:\xef\xbb\xbf|\uFEFF)?(?:<\?xml[ \t\r\n][^?<>]*\?>)?[ \t\r\n]*<[A-Za-z_]/;

const startsWithRoot = (bytes: Uint8Array): boolean =>
  rootFirst.test(Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 256)).toString('latin1'));

/** libxml2's own cap on one text. */
export const longestText = 10_000_000;

/**
 * Whether a document may have a text, such as an attachment, that is longer than libxml2 lets it be: it is large enough, and nothing
 * stands before its root that could grow.
 */
export const mayBeHuge = (document: Uint8Array | string): boolean =>
  document.length > longestText &&
  (typeof document === 'string' ? rootFirst.test(document.slice(0, 256)) : startsWithRoot(document));

/** XML 1.0, appendix F: the encoding shows in where the zero bytes of the first `<` are. */
function decode(head: Uint8Array): string {
  const [a = 0, b = 0, c = 0, d = 0] = head;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0x3c && b === 0 && c === 0 && d === 0))
    return everyFourth(head, 0);
  if ((a === 0 && b === 0 && c === 0xfe && d === 0xff) || (a === 0 && b === 0 && c === 0 && d === 0x3c))
    return everyFourth(head, 3);
  if ((a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)) return new TextDecoder('utf-16le').decode(head);
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)) return new TextDecoder('utf-16be').decode(head);
  return new TextDecoder('utf-8').decode(head);
}

function everyFourth(head: Uint8Array, from: number): string {
  let text = '';
  for (let at = from; at < head.length; at += 4) text += String.fromCharCode(head[at] ?? 0);
  return text;
}
