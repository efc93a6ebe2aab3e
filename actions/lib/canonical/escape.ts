import { attributeValue, pieceValue, type TextAttribute, type TextPiece } from '../xml-text/index.ts';

const PLAIN_TEXT = /^[^&>\r]*$/;
const PLAIN_VALUE = /^[^&"\t\r\n]*$/;

/** Character data as Canonical XML 1.0, 2.3 "Text Nodes" writes it. */
export function canonicalCharacters(text: string, piece: TextPiece): string {
  const raw = text.slice(piece.start, piece.end);
  if (!piece.cdata && PLAIN_TEXT.test(raw)) return raw;
  return pieceValue(text, piece).replace(/[&<>\r]/g, (found) => IN_TEXT[found] ?? found);
}

/** The value of an attribute as Canonical XML 1.0, 2.3 "Attribute Nodes" writes it. */
export function canonicalValue(text: string, attribute: TextAttribute): string {
  const raw = text.slice(attribute.start, attribute.end);
  return PLAIN_VALUE.test(raw) ? raw : escapeValue(attributeValue(text, attribute));
}

export const escapeValue = (value: string): string =>
  value.replace(/[&<"\t\n\r]/g, (found) => IN_VALUE[found] ?? found);

const IN_TEXT: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' };
const IN_VALUE: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  '\t': '&#x9;',
  '\n': '&#xA;',
  '\r': '&#xD;',
};
