/** How a secret is written where its placeholder stands; undefined where it cannot stand there at all. */
export type Escape = (secret: string) => string | undefined;

/** XML 1.0 2.2 `Char`. */
const XML_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

export const inXml: Escape = (secret) =>
  XML_TEXT.test(secret) ? secret.replace(/[&<>"'\t\n\r]/g, (each) => ENTITIES[each] ?? each) : undefined;

const inJson: Escape = (secret) => JSON.stringify(secret).slice(1, -1);

export const inUrl: Escape = (secret) => (/\p{Surrogate}/u.test(secret) ? undefined : encodeURIComponent(secret));

export const inText: Escape = (secret) => secret;

/** RFC 9110 5.5; beyond latin-1 there is no agreed encoding. */
export const inHeader: Escape = (secret) => (/^[\t\x20-\x7e\x80-\xff]*$/.test(secret) ? secret : undefined);

/** The escape that fits a body of a media type. */
export function escapeFor(mediaType: string): Escape {
  if (/[/+]xml\b/.test(mediaType)) return inXml;
  return /[/+]json\b/.test(mediaType) ? inJson : inText;
}
