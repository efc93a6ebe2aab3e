import { bytesOfText } from './known.ts';
import type { XmlText } from './model.ts';

/** The bytes of a changed text, in the encoding that its declaration says; what that lacks becomes a character reference. */
export function encodeXmlText(text: string, encoding: XmlText['encoding']): Uint8Array {
  if (encoding === 'utf8') return bytesOfText(text);
  return Buffer.from(
    text.replace(/[^\0-\xff]/gu, (found) => `&#${found.codePointAt(0)};`),
    'latin1',
  );
}
