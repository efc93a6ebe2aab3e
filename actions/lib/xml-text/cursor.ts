import { fail } from '../../../engine/errors.ts';
import { AttributeTable } from './attribute-table.ts';
import { createNames, type Names } from './names.ts';

/** How far a document has been read. */
export interface Cursor {
  readonly text: string;
  /** Its UTF-16 code units, and behind them a 0, which no document has. */
  readonly codes: Uint16Array;
  /** How messages call the document. */
  readonly what: string;
  at: number;
  readonly names: Names;
  readonly attributes: AttributeTable;
  /** The next `&` and the next `]]>`: looked for again only when they are passed, for most documents have none. */
  ampersand: number;
  sectionEnd: number;
}

export function createCursor(text: string, codes: Uint16Array, what: string, at = 0): Cursor {
  const names = createNames();
  return { text, codes, what, at, names, attributes: new AttributeTable(names), ampersand: -1, sectionEnd: -1 };
}

/** Throws XML_MALFORMED at an offset. */
export function malformed(cursor: Cursor, at: number, message: string): never {
  const before = cursor.text.slice(0, at);
  const line = before.split(/\r\n|[\r\n]/).length;
  const column = at - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
  return fail('XML_MALFORMED', `${cursor.what} is not well-formed XML: ${message} (line ${line}, column ${column})`);
}

export const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;

/** Moves over white space; false when there was none. */
export function skipSpace(cursor: Cursor): boolean {
  const { codes, at: start } = cursor;
  let at = start;
  while (isSpace(codes[at] ?? 0)) at++;
  cursor.at = at;
  return at > start;
}

/** Moves behind the next occurrence of `end`, and gives where that occurrence begins. */
export function skipPast(cursor: Cursor, end: string, message: string): number {
  const found = cursor.text.indexOf(end, cursor.at);
  if (found === -1) malformed(cursor, cursor.at, message);
  cursor.at = found + end.length;
  return found;
}

/** Where the next one stands; the end of the text where there is none. */
export function nextOf(text: string, wanted: string, from: number): number {
  const found = text.indexOf(wanted, from);
  return found === -1 ? text.length : found;
}
