import { isUtf8 } from 'node:buffer';
import { fail } from '../../../engine/errors.ts';
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
  // Not TextDecoder: what it calls ISO-8859-1 is windows-1252, and in UTF-8 it takes five times as long.
  if (!isUtf8(bytes)) fail('XML_MALFORMED', `${what} is not text in UTF-8`);
  const latin = latinText(bytes);
  return latin === undefined ? { text: view.toString(), holdsXml: false } : { text: latin, holdsXml: true };
}

/** Longer documents are too seldom to hold the room for them. */
const room = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * The text of UTF-8 that has only characters of Latin-1 that XML may hold, as most documents do; undefined for any other. To decode it,
 * and to search it then for what XML cannot hold, takes V8 twice as long.
 */
function latinText(bytes: Uint8Array): string | undefined {
  const { length } = bytes;
  if (length > room.length) return undefined;
  let end = 0;
  for (let at = 0; at < length; at++) {
    let code = bytes[at] ?? 0;
    if (code > 0x7f) {
      // U+0080 to U+00BF are C2 and their own number, U+00C0 to U+00FF are C3 and 40 less.
      if (code !== 0xc2 && code !== 0xc3) return undefined;
      code = (bytes[++at] ?? 0) + (code - 0xc2) * 0x40;
    } else if (code < 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) {
      return undefined;
    }
    room[end++] = code;
  }
  return room.toString('latin1', 0, end);
}
