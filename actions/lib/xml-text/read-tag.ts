import { type Cursor, malformed, skipSpace } from './cursor.ts';
import type { NamespaceScope, TextAttribute, TextElement } from './model.ts';
import { readName } from './names.ts';
import { scopeOf } from './namespaces.ts';
import { badReference } from './values.ts';

const EQUALS = 61;
const GREATER = 62;
const SLASH = 47;
const QUOTE = 34;
const APOSTROPHE = 39;
const LESS = 60;
const AMPERSAND = 38;
/** Up to here comparing each with each is faster than a set. */
const FEW = 24;

/** Reads a start tag from behind its `<`. `open` says whether an end tag must follow. */
export function readStartTag(cursor: Cursor, outer: NamespaceScope): { element: TextElement; open: boolean } {
  const begin = cursor.at;
  const start = begin - 1;
  const name = readName(cursor);
  const attributes: TextAttribute[] = [];
  let insertAt = cursor.at;
  let spaced = skipSpace(cursor);
  for (let code = next(cursor); code !== GREATER && code !== SLASH; code = next(cursor)) {
    if (!spaced) malformed(cursor, cursor.at, `white space is missing in the tag of "${name}"`);
    attributes.push(readAttribute(cursor));
    insertAt = cursor.at;
    spaced = skipSpace(cursor);
  }
  const open = next(cursor) === GREATER;
  const close = cursor.at;
  if (!open && cursor.text.charCodeAt(cursor.at + 1) !== GREATER) malformed(cursor, cursor.at, '"/>" was expected');
  cursor.at += open ? 1 : 2;
  rejectDuplicates(cursor, attributes);
  const scope = scopeOf(cursor, attributes, outer);
  const colon = name.indexOf(':');
  const namespace = scope[colon === -1 ? '' : name.slice(0, colon)];
  if (namespace === undefined) malformed(cursor, begin, `the prefix of "${name}" is not declared`);
  return {
    element: {
      name,
      local: name.slice(colon + 1),
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

function readAttribute(cursor: Cursor): TextAttribute {
  const name = readName(cursor);
  skipSpace(cursor);
  if (next(cursor) !== EQUALS) malformed(cursor, cursor.at, `"=" is missing behind "${name}"`);
  cursor.at++;
  skipSpace(cursor);
  const quote = next(cursor);
  if (quote !== QUOTE && quote !== APOSTROPHE) malformed(cursor, cursor.at, `the value of "${name}" is not in quotes`);
  const start = cursor.at + 1;
  const end = endOfValue(cursor, start, quote);
  cursor.at = end + 1;
  return { name, start, end };
}

function endOfValue(cursor: Cursor, start: number, quote: number): number {
  const { text } = cursor;
  let references = false;
  let end = start;
  for (let code = text.charCodeAt(end); code !== quote; code = text.charCodeAt(++end)) {
    if (code === LESS) malformed(cursor, end, 'a value cannot hold "<"');
    if (code === AMPERSAND) references = true;
    if (end >= text.length) malformed(cursor, start, 'this value does not end');
  }
  const bad = references ? badReference(text, start, end) : -1;
  if (bad !== -1) malformed(cursor, bad, 'this "&" begins no reference that XML knows');
  return end;
}

function rejectDuplicates(cursor: Cursor, attributes: readonly TextAttribute[]): void {
  if (attributes.length > FEW) {
    rejectDuplicatesOfMany(cursor, attributes);
    return;
  }
  for (let index = 1; index < attributes.length; index++) {
    for (let earlier = 0; earlier < index; earlier++) {
      if (attributes[index]?.name === attributes[earlier]?.name) duplicate(cursor, attributes[index]);
    }
  }
}

function rejectDuplicatesOfMany(cursor: Cursor, attributes: readonly TextAttribute[]): void {
  const seen = new Set<string>();
  for (const attribute of attributes) {
    if (seen.has(attribute.name)) duplicate(cursor, attribute);
    seen.add(attribute.name);
  }
}

function duplicate(cursor: Cursor, attribute: TextAttribute | undefined): never {
  return malformed(cursor, attribute?.start ?? cursor.at, `the attribute "${attribute?.name}" stands twice`);
}
