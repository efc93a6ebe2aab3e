/** Most texts have nothing to escape and hold nothing that XML cannot: one test tells. Halves of pairs are looked at closely. */
const special = /[^\t\n\x20-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;
const specialInAttribute = /[^\x20\x21\x23-\x25\x27-\x3b\x3d\x3f-\ud7ff\ue000-\ufffd]/;

export const isPlainText = (text: string): boolean => text === unescaped || !special.test(text);

/** The text that was handed on last as one without anything to escape. */
let unescaped: string | undefined;

/** Hands on a text that has base64's letters only: whoever writes it next need not search it, long as it mostly is. */
export function nothingToEscape(base64: string): string {
  unescaped = base64;
  return base64;
}

export const isPlainAttribute = (text: string): boolean => !specialInAttribute.test(text);

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};

const refer = (character: string): string => references[character] ?? character;

/**
 * Text as Canonical XML 1.1 section 2.3 writes it: a reader gets back exactly what was given, and canonicalisation
 * changes nothing. `>` is escaped, so that `]]>` never stands there.
 */
export const escapeText = (text: string): string => text.replace(/[&<>\r]/g, refer);

/** Attribute values, in double quotes; line ends and tabs as references, which are not normalised away. */
export const escapeAttribute = (text: string): string => text.replace(/[&<"\t\n\r]/g, refer);
