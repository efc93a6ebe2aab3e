import { type Cursor, malformed, nextOf, skipSpace } from './cursor.ts';
import { ReadElement } from './element.ts';
import { rejectTooLong } from './length.ts';
import type { NamespaceScope } from './model.ts';
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

/** Reads a start tag from behind its `<`. The element has its end already where no end tag follows. */
export function readStartTag(cursor: Cursor, outer: NamespaceScope): ReadElement {
  const begin = cursor.at;
  tags++;
  const name = readName(cursor);
  const { attributes } = cursor;
  const row = attributes.begin();
  // No value can hold the one that begins the next tag.
  const limit = nextOf(cursor.text, '<', begin);
  let qualified = false;
  let insertAt = cursor.at;
  let spaced = skipSpace(cursor);
  for (let code = next(cursor); code !== GREATER && code !== SLASH; code = next(cursor)) {
    if (!spaced) malformed(cursor, cursor.at, `white space is missing in the tag of "${name.written}"`);
    const attribute = readName(cursor);
    const start = readValue(cursor, attribute.written, limit);
    if (attribute.tag === tags) malformed(cursor, start, `the attribute "${attribute.written}" stands twice`);
    attribute.tag = tags;
    attributes.add(attribute, start, cursor.at - 1);
    qualified ||= attribute.prefix !== '' || attribute.written === 'xmlns';
    insertAt = cursor.at;
    spaced = skipSpace(cursor);
  }
  attributes.end(row);
  const close = cursor.at;
  const empty = next(cursor) === SLASH;
  if (empty && cursor.codes[close + 1] !== GREATER) malformed(cursor, close, '"/>" was expected');
  cursor.at += empty ? 2 : 1;
  const scope = qualified ? scopeOf(cursor, attributes.of(row), outer) : outer;
  const namespace = scope[name.prefix];
  if (namespace === undefined) malformed(cursor, begin, `the prefix of "${name.written}" is not declared`);
  const element = new ReadElement(name, { namespace, scope }, { start: begin - 1, insertAt }, attributes, row);
  if (empty) element.endAt(close, cursor.at);
  return element;
}

const next = ({ codes, at }: Cursor): number => codes[at] ?? 0;

/** Moves behind the value of an attribute and its quotes, and gives where it begins. */
function readValue(cursor: Cursor, name: string, limit: number): number {
  skipSpace(cursor);
  if (next(cursor) !== EQUALS) malformed(cursor, cursor.at, `"=" is missing behind "${name}"`);
  cursor.at++;
  skipSpace(cursor);
  const quote = next(cursor);
  if (quote !== QUOTE && quote !== APOSTROPHE) malformed(cursor, cursor.at, `the value of "${name}" is not in quotes`);
  const start = cursor.at + 1;
  const end = endOfValue(cursor, start, quote, limit);
  rejectTooLong(cursor, start, end);
  rejectBadReference(cursor, start, end);
  cursor.at = end + 1;
  return start;
}

function endOfValue(cursor: Cursor, start: number, quote: number, limit: number): number {
  const { text, codes } = cursor;
  const near = Math.min(start + SHORT, limit);
  let end = start;
  while (end < near && codes[end] !== quote) end++;
  if (end === near) end = nextOf(text, quote === QUOTE ? '"' : "'", near);
  if (end < limit) return end;
  if (limit < text.length) malformed(cursor, limit, 'a value cannot hold "<"');
  return malformed(cursor, start, 'this value does not end');
}
