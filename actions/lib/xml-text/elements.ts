import { type Cursor, malformed, nextOf, skipPast, skipSpace } from './cursor.ts';
import type { ReadElement, ReadPiece } from './element.ts';
import { rejectTooLong } from './length.ts';
import type { NamespaceScope, TextAside } from './model.ts';
import { isTarget, readName, standsAt } from './names.ts';
import { readStartTag } from './read-tag.ts';
import { rejectBadReference } from './references.ts';

/** Is told what stands in a document, in its order. */
export interface XmlVisitor {
  /** Whether elements are looked at after they are closed: the attributes of others are forgotten then. */
  readonly keeps?: true;
  /** Where the element ends is not known yet, and its children are those that are put there. */
  open(element: ReadElement): void;
  close(element: ReadElement): void;
  characters(piece: ReadPiece): void;
  aside?(aside: TextAside): void;
}

/** What libxml2 allows too; deeper documents are attacks on whoever walks them. */
const DEEPEST = 256;
const GREATER = 62;

/** Reads an element and all that is in it. */
export function readElement(cursor: Cursor, scope: NamespaceScope, visitor: XmlVisitor): void {
  const { text, codes } = cursor;
  if (text[cursor.at] !== '<') malformed(cursor, cursor.at, 'an element was expected');
  const open: ReadElement[] = [];
  openElement(cursor, scope, open, visitor);
  for (let parent = open.at(-1); parent !== undefined; parent = open.at(-1)) {
    readCharacters(cursor, parent, visitor);
    const code = codes[cursor.at + 1];
    if (code === 47) {
      readEndTag(cursor, parent);
      open.pop();
      close(cursor, parent, visitor);
    } else if (code === 33 || code === 63) {
      readOther(cursor, visitor);
    } else {
      openElement(cursor, parent.scope, open, visitor);
      if (open.length > DEEPEST) malformed(cursor, cursor.at, `elements are nested deeper than ${DEEPEST}`);
    }
  }
}

function openElement(cursor: Cursor, scope: NamespaceScope, open: ReadElement[], visitor: XmlVisitor): void {
  cursor.at++;
  const child = readStartTag(cursor, scope);
  visitor.open(child);
  if (child.end < 0) open.push(child);
  else close(cursor, child, visitor);
}

function close(cursor: Cursor, element: ReadElement, visitor: XmlVisitor): void {
  visitor.close(element);
  if (visitor.keeps === undefined) cursor.attributes.drop(element.row);
}

/** Reads on to the next `<`. */
function readCharacters(cursor: Cursor, parent: ReadElement, visitor: XmlVisitor): void {
  const { text, at } = cursor;
  const end = text.indexOf('<', at);
  if (end === -1) malformed(cursor, text.length, `"${parent.name}" does not end`);
  if (end === at) return;
  rejectTooLong(cursor, at, end);
  rejectBadReference(cursor, at, end);
  if (cursor.sectionEnd < at) cursor.sectionEnd = nextOf(text, ']]>', at);
  if (cursor.sectionEnd < end) malformed(cursor, at, 'text cannot hold "]]>"');
  visitor.characters({ start: at, end, cdata: false, next: undefined });
  cursor.at = end;
}

function readEndTag(cursor: Cursor, element: ReadElement): void {
  const start = cursor.at;
  cursor.at += 2;
  const { readName: opened } = element;
  const end = cursor.at + opened.length;
  // Nearly every end tag is this; the rest is read as it comes.
  if (cursor.codes[end] === GREATER && standsAt(cursor, opened)) {
    cursor.at = end;
  } else {
    const name = readName(cursor).written;
    if (name !== element.name) malformed(cursor, start, `"</${name}>" ends "${element.name}"`);
    skipSpace(cursor);
    if (cursor.codes[cursor.at] !== GREATER) malformed(cursor, cursor.at, '">" was expected');
  }
  element.endAt(start, ++cursor.at);
}

function readOther(cursor: Cursor, visitor: XmlVisitor): void {
  const aside = readAside(cursor);
  if (aside !== undefined) {
    visitor.aside?.(aside);
    return;
  }
  if (!cursor.text.startsWith('<![CDATA[', cursor.at)) malformed(cursor, cursor.at, 'this markup is not allowed here');
  const start = cursor.at + 9;
  cursor.at = start;
  const end = skipPast(cursor, ']]>', 'a CDATA section does not end');
  rejectTooLong(cursor, start, end);
  if (end > start) visitor.characters({ start, end, cdata: true, next: undefined });
}

/** A comment or a processing instruction, if one begins here. */
export function readAside(cursor: Cursor): TextAside | undefined {
  const start = cursor.at;
  if (cursor.text.startsWith('<!--', start)) {
    cursor.at += 4;
    const end = skipPast(cursor, '--', 'a comment does not end');
    if (cursor.text[end + 2] !== '>') malformed(cursor, start, 'a comment cannot hold "--"');
    rejectTooLong(cursor, start + 4, end);
    cursor.at = end + 3;
    return { kind: 'comment', start, end: cursor.at };
  }
  if (!cursor.text.startsWith('<?', start)) return undefined;
  cursor.at += 2;
  const end = skipPast(cursor, '?>', 'a processing instruction does not end');
  const target = /^[^ \t\r\n]*/.exec(cursor.text.slice(start + 2, end))?.[0] ?? '';
  rejectTooLong(cursor, start + 2, end);
  if (!isTarget(target)) malformed(cursor, start, 'this is no processing instruction');
  return { kind: 'instruction', start, end: cursor.at };
}
