import { type Cursor, malformed, nextOf, skipSpace } from './cursor.ts';
import type { NamespaceScope, TextAttribute, TextElement } from './model.ts';
import { readName } from './names.ts';
import { scopeOf } from './namespaces.ts';
import { rejectBadReference } from './references.ts';

const EQUALS = 61;
const GREATER = 62;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
/** Up to here a loop finds the end of a value faster than a search. */
const SHORT = 24;

/** How many start tags were read, of all documents. */
let tags = 0;

/** Reads a start tag from behind its `<`. `open` says whether an end tag must follow. */
export function readStartTag(cursor: Cursor, outer: NamespaceScope): { element: TextElement; open: boolean } {
  const begin = cursor.at;
  const start = begin - 1;
  tags++;
  const { written: name, local, prefix } = readName(cursor);
  const attributes: TextAttribute[] = [];
  // No value can hold the one that begins the next tag.
  const limit = nextOf(cursor.text, '<', begin);
  let qualified = false;
  let insertAt = cursor.at;
  let spaced = skipSpace(cursor);
  for (let code = next(cursor); code !== GREATER && code !== SLASH; code = next(cursor)) {
    if (!spaced) malformed(cursor, cursor.at, `white space is missing in the tag of "${name}"`);
    const attribute = readName(cursor);
    const read = readAttribute(cursor, attribute.written, limit);
    if (attribute.tag === tags) malformed(cursor, read.start, `the attribute "${read.name}" stands twice`);
    attribute.tag = tags;
    attributes.push(read);
    qualified ||= attribute.prefix !== '' || attribute.written === 'xmlns';
    insertAt = cursor.at;
    spaced = skipSpace(cursor);
  }
  const open = next(cursor) === GREATER;
  const close = cursor.at;
  if (!open && cursor.text.charCodeAt(cursor.at + 1) !== GREATER) malformed(cursor, cursor.at, '"/>" was expected');
  cursor.at += open ? 1 : 2;
  const scope = qualified ? scopeOf(cursor, attributes, outer) : outer;
  const namespace = scope[prefix];
  if (namespace === undefined) malformed(cursor, begin, `the prefix of "${name}" is not declared`);
  return {
    element: {
      name,
      local,
      namespace,
      scope,
      attributes,
      children: [],
      insertAt,
      start,
      close,
      end: cursor.at,
    },
    open,
  };
}

const next = (cursor: Cursor): number => cursor.text.charCodeAt(cursor.at);

function readAttribute(cursor: Cursor, name: string, limit: number): TextAttribute {
  skipSpace(cursor);
  if (next(cursor) !== EQUALS) malformed(cursor, cursor.at, `"=" is missing behind "${name}"`);
  cursor.at++;
  skipSpace(cursor);
  const quote = next(cursor);
  if (quote !== QUOTE && quote !== APOSTROPHE) malformed(cursor, cursor.at, `the value of "${name}" is not in quotes`);
  const start = cursor.at + 1;
  const end = endOfValue(cursor, start, quote, limit);
  rejectBadReference(cursor, start, end);
  cursor.at = end + 1;
  return { name, start, end };
}

function endOfValue(cursor: Cursor, start: number, quote: number, limit: number): number {
  const { text } = cursor;
  const near = Math.min(start + SHORT, limit);
  let end = start;
  while (end < near && text.charCodeAt(end) !== quote) end++;
  if (end === near) end = nextOf(text, quote === QUOTE ? '"' : "'", near);
  if (end < limit) return end;
  if (limit < text.length) malformed(cursor, limit, 'a value cannot hold "<"');
  return malformed(cursor, start, 'this value does not end');
}
