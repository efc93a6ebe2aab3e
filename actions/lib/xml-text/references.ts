import { type Cursor, malformed, nextOf } from './cursor.ts';
import { badReference } from './values.ts';

/** Throws XML_MALFORMED where an `&` between two offsets begins no reference. */
export function rejectBadReference(cursor: Cursor, start: number, end: number): void {
  const { text } = cursor;
  if (cursor.ampersand < start) cursor.ampersand = nextOf(text, '&', start);
  const bad = cursor.ampersand < end ? badReference(text, start, end) : -1;
  if (bad !== -1) malformed(cursor, bad, 'this "&" begins no reference that XML knows');
}
