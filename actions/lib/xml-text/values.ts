import { isSpace } from './cursor.ts';
import type { TextAttribute, TextChild, TextPiece } from './model.ts';

const PREDEFINED = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const SEMICOLON = 59;
const REFERENCE = /&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(?:amp|lt|gt|quot|apos));/g;
const BY_NUMBER = /&#(?:x([0-9a-fA-F]+)|([0-9]+));/y;

/** The value of an attribute after normalisation (XML 1.0, 3.3.3): references replaced, white space as written made spaces. */
export function attributeValue(text: string, attribute: Pick<TextAttribute, 'start' | 'end'>): string {
  const raw = text.slice(attribute.start, attribute.end);
  return replaceReferences(/[\t\r\n]/.test(raw) ? raw.replace(/\r\n|[\t\r\n]/g, ' ') : raw);
}

/** All character data below an element in document order (XPath 1.0, 5.2). */
export function stringValue(text: string, element: { readonly children: readonly TextChild[] }): string {
  let value = '';
  for (const child of element.children) {
    value += 'name' in child ? stringValue(text, child) : pieceValue(text, child);
  }
  return value;
}

/** Character data with references replaced and line ends normalised (XML 1.0, 2.11). */
export function pieceValue(text: string, piece: TextPiece): string {
  const written = text.slice(piece.start, piece.end);
  const raw = written.includes('\r') ? written.replace(/\r\n?/g, '\n') : written;
  return piece.cdata ? raw : replaceReferences(raw);
}

/** Whether it is nothing but white space, as it is written. */
export function isBlank(text: string, { start, end }: TextPiece): boolean {
  for (let at = start; at < end; at++) if (!isSpace(text.charCodeAt(at))) return false;
  return true;
}

function replaceReferences(raw: string): string {
  if (!raw.includes('&')) return raw;
  if (raw.length <= CHUNK) return replaceIn(raw);
  let replaced = '';
  for (let at = 0; at < raw.length; ) {
    const end = endOfChunk(raw, at);
    replaced += replaceIn(raw.slice(at, end));
    at = end;
  }
  return replaced;
}

/** A long text is not made anew for each name. */
const CHUNK = 65_536;

/** Not inside a reference: each is known to have its end. */
function endOfChunk(raw: string, at: number): number {
  const ampersand = raw.slice(at, at + CHUNK).lastIndexOf('&');
  const semicolon = ampersand < 0 ? -1 : raw.indexOf(';', at + ampersand);
  return Math.max(at + CHUNK, semicolon + 1);
}

function replaceIn(raw: string): string {
  if (raw.includes('&#')) return replaceEach(raw);
  let replaced = '';
  let from = 0;
  // Each is known to be one of the five: its first letters tell which, in half the time that patterns take.
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', from)) {
    const name = nameAt(raw, at + 1);
    replaced += raw.slice(from, at) + PREDEFINED[name];
    from = at + name.length + 2;
  }
  return replaced + raw.slice(from);
}

/** The one of the five names that a text may begin with here. */
function nameAt(raw: string, at: number): keyof typeof PREDEFINED {
  switch (raw.charCodeAt(at)) {
    case 103:
      return 'gt';
    case 108:
      return 'lt';
    case 113:
      return 'quot';
    default:
      return raw.charCodeAt(at + 1) === 109 ? 'amp' : 'apos';
  }
}

function replaceEach(raw: string): string {
  return raw.replace(REFERENCE, (reference, hex: string | undefined, decimal: string | undefined) =>
    hex === undefined && decimal === undefined
      ? PREDEFINED[nameAt(reference, 1)]
      : String.fromCodePoint(codePoint(hex, decimal)),
  );
}

/** The first place where `&` does not begin one of the five entities of XML or a reference to a character XML can hold; -1 if none. */
export function badReference(text: string, start: number, end: number): number {
  const raw = text.slice(start, end);
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', at + 1)) {
    // A document inside a document has hundreds of these, and a pattern makes a list of what it finds.
    const name = nameAt(raw, at + 1);
    if (raw.startsWith(name, at + 1) && raw.charCodeAt(at + 1 + name.length) === SEMICOLON) continue;
    BY_NUMBER.lastIndex = at;
    const found = BY_NUMBER.exec(raw);
    if (found === null || !isXmlCharacter(codePoint(found[1], found[2]))) return start + at;
  }
  return -1;
}

const codePoint = (hex: string | undefined, decimal: string | undefined): number =>
  hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);

/** What no text of a document may hold, whose surrogates stand in pairs; XML 1.0, production 2. */
export const NOT_XML = /[^\t\n\r -\uFFFD]/;

/** XML 1.0, production 2. */
const isXmlCharacter = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);
