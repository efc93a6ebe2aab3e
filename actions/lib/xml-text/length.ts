import { type Cursor, malformed } from './cursor.ts';

/** Bytes of one text or value: libxml2's own bound (XML_MAX_TEXT_LENGTH), which is lifted for what is read only, never for what is signed. */
const longest = 10_000_000;
/** UTF-8 takes three bytes at most for what is one in a text's length. */
const surelyShort = Math.floor(longest / 3);

/** Throws XML_MALFORMED where there is more between two offsets than one text or value may have. */
export function rejectTooLong(cursor: Cursor, start: number, end: number): void {
  if (end - start <= surelyShort || Buffer.byteLength(cursor.text.slice(start, end)) <= longest) return;
  malformed(cursor, start, `a text or value longer than ${longest} bytes`);
}
