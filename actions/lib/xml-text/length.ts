import { longestText, mayBeHuge } from '../xml/index.ts';
import { type Cursor, malformed } from './cursor.ts';

/** UTF-8 takes three bytes at most for what is one in a text's length. */
const surelyShort = Math.floor(longestText / 3);

/**
 * Throws XML_MALFORMED where there are more bytes between two offsets than one text or value may have: as many as libxml2 takes, so
 * that nothing is read here that is refused there.
 */
export function rejectTooLong(cursor: Cursor, start: number, end: number): void {
  if (end - start <= surelyShort || mayBeHuge(cursor.text)) return;
  if (Buffer.byteLength(cursor.text.slice(start, end)) <= longestText) return;
  malformed(cursor, start, `a text or value longer than ${longestText} bytes`);
}
