import { isUtf8 } from 'node:buffer';
import { fail } from '../../../engine/errors.ts';
import { latinText } from '../../../engine/latin-text.ts';
import type { XmlText } from './model.ts';

export interface Decoded {
  readonly text: string;
  /** It was seen to have no character but those that XML may hold (XML 1.0, production 2). */
  readonly holdsXml: boolean;
}

/** @throws XML_MALFORMED for what is not UTF-8, where it should be */
export function decode(bytes: Uint8Array, encoding: XmlText['encoding'], what: string): Decoded {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (encoding === 'latin1') return { text: view.toString('latin1'), holdsXml: false };
  const latin = latinText(bytes);
  if (latin !== undefined) return { text: latin, holdsXml: true };
  // Not TextDecoder: what it calls ISO-8859-1 is windows-1252, and in UTF-8 it takes five times as long.
  if (!isUtf8(bytes)) fail('XML_MALFORMED', `${what} is not text in UTF-8`);
  return { text: view.toString(), holdsXml: false };
}
