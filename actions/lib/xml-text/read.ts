import { isUtf8 } from 'node:buffer';
import { fail } from '../../../engine/errors.ts';
import { type Cursor, malformed, skipPast, skipSpace } from './cursor.ts';
import type { NamespaceScope, TextAside, TextElement, XmlText } from './model.ts';
import { isTarget, readName } from './names.ts';
import { outermostScope } from './namespaces.ts';
import { readStartTag } from './read-tag.ts';
import { badReference } from './values.ts';

/** What libxml2 allows too; deeper documents are attacks on whoever walks them. */
const DEEPEST = 256;
const GREATER = 62;
const NOT_XML = /[^\t\n\r -\uFFFD]/;
const SPACE = '[ \\t\\r\\n]';
const DECLARATION = new RegExp(
  `^\uFEFF?<\\?xml${SPACE}+version${SPACE}*=${SPACE}*(?:"1\\.\\d+"|'1\\.\\d+')` +
    `(?:${SPACE}+encoding${SPACE}*=${SPACE}*(?:"([A-Za-z][\\w.-]*)"|'([A-Za-z][\\w.-]*)'))?` +
    `(?:${SPACE}+standalone${SPACE}*=${SPACE}*(?:"(?:yes|no)"|'(?:yes|no)'))?${SPACE}*\\?>`,
);

/**
 * Reads well-formed XML 1.0 with namespaces, in UTF-8 or ISO-8859-1, and keeps where everything stands.
 * A DOCTYPE is refused, so there are no entities but XML's own five.
 *
 * @param bytes the document
 * @param what how messages call it
 * @throws TimbreError XML_MALFORMED with line and column, XML_DOCTYPE
 */
export function readXmlText(bytes: Uint8Array, what = 'the document'): XmlText {
  const encoding = declaredEncoding(bytes);
  const cursor: Cursor = { text: decode(bytes, encoding, what), what, at: 0 };
  const foreign = NOT_XML.exec(cursor.text);
  if (foreign !== null) malformed(cursor, foreign.index, 'a character that XML cannot hold');
  readDeclaration(cursor, encoding);
  const before = readMisc(cursor);
  const root = readTree(cursor, outermostScope());
  const after = readMisc(cursor);
  if (cursor.at < cursor.text.length) malformed(cursor, cursor.at, 'something follows the root element');
  return { text: cursor.text, encoding, root, before, after };
}

/** Reads the one element that begins at an offset, as it is read inside another one whose namespaces are `scope`. */
export function readXmlFragment(text: string, at: number, scope: NamespaceScope): XmlText {
  const root = readTree({ text, what: 'the fragment', at }, scope);
  return { text, encoding: 'utf8', root, before: [], after: [] };
}

const LATIN = /^<\?xml[^>]*[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']iso-8859-1["']/i;
const LONGEST_DECLARATION = 200;

function declaredEncoding(bytes: Uint8Array): XmlText['encoding'] {
  return LATIN.test(Buffer.from(bytes.subarray(0, LONGEST_DECLARATION)).toString('latin1')) ? 'latin1' : 'utf8';
}

function decode(bytes: Uint8Array, encoding: XmlText['encoding'], what: string): string {
  // Not TextDecoder: what it calls ISO-8859-1 is windows-1252, and in UTF-8 it takes five times as long.
  if (encoding === 'utf8' && !isUtf8(bytes)) fail('XML_MALFORMED', `${what} is not text in UTF-8`);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
}

function readDeclaration(cursor: Cursor, decoded: XmlText['encoding']): void {
  if (cursor.text.startsWith('\uFEFF')) cursor.at = 1;
  if (!/^<\?xml[ \t\r\n]/.test(cursor.text.slice(cursor.at, cursor.at + 6))) return;
  const declaration = DECLARATION.exec(cursor.text);
  if (declaration === null) malformed(cursor, cursor.at, 'the XML declaration is not right');
  const encoding = declaration[1] ?? declaration[2] ?? 'UTF-8';
  const right = decoded === 'latin1' ? /^iso-8859-1$/i : /^(utf-?8|us-ascii|ascii)$/i;
  if (!right.test(encoding)) {
    malformed(cursor, cursor.at, `its encoding is ${encoding}, neither UTF-8 nor ISO-8859-1`);
  }
  cursor.at = declaration[0].length;
}

/** Comments, processing instructions and white space around the root element. */
function readMisc(cursor: Cursor): TextAside[] {
  const asides: TextAside[] = [];
  for (;;) {
    skipSpace(cursor);
    if (cursor.text.startsWith('<!DOCTYPE', cursor.at)) fail('XML_DOCTYPE', `${cursor.what} has a DOCTYPE`);
    const aside = readAside(cursor);
    if (aside === undefined) return asides;
    asides.push(aside);
  }
}

function readAside(cursor: Cursor): TextAside | undefined {
  const start = cursor.at;
  if (cursor.text.startsWith('<!--', start)) {
    cursor.at += 4;
    const end = skipPast(cursor, '--', 'a comment does not end');
    if (cursor.text[end + 2] !== '>') malformed(cursor, start, 'a comment cannot hold "--"');
    cursor.at = end + 3;
    return { kind: 'comment', start, end: cursor.at };
  }
  if (!cursor.text.startsWith('<?', start)) return undefined;
  cursor.at += 2;
  const end = skipPast(cursor, '?>', 'a processing instruction does not end');
  const target = /^[^ \t\r\n]*/.exec(cursor.text.slice(start + 2, end))?.[0] ?? '';
  if (!isTarget(target)) malformed(cursor, start, 'this is no processing instruction');
  return { kind: 'instruction', start, end: cursor.at };
}

function readTree(cursor: Cursor, scope: NamespaceScope): TextElement {
  const { text } = cursor;
  if (text[cursor.at] !== '<') malformed(cursor, cursor.at, 'an element was expected');
  cursor.at++;
  const first = readStartTag(cursor, scope);
  const open = first.open ? [first.element] : [];
  for (let parent = open.at(-1); parent !== undefined; parent = open.at(-1)) {
    readCharacters(cursor, parent);
    const code = text.charCodeAt(cursor.at + 1);
    if (code === 47) {
      readEndTag(cursor, parent);
      open.pop();
    } else if (code === 33 || code === 63) {
      readOther(cursor, parent);
    } else {
      cursor.at++;
      const child = readStartTag(cursor, parent.scope);
      parent.children.push(child.element);
      if (child.open) open.push(child.element);
      if (open.length > DEEPEST) malformed(cursor, cursor.at, `elements are nested deeper than ${DEEPEST}`);
    }
  }
  return first.element;
}

/** Reads on to the next `<`. */
function readCharacters(cursor: Cursor, parent: TextElement): void {
  const { text, at } = cursor;
  const end = text.indexOf('<', at);
  if (end === -1) malformed(cursor, text.length, `"${parent.name}" does not end`);
  if (end === at) return;
  const bad = badReference(text, at, end);
  if (bad !== -1) malformed(cursor, bad, 'this "&" begins no reference that XML knows');
  if (text.slice(at, end).includes(']]>')) malformed(cursor, at, 'text cannot hold "]]>"');
  parent.children.push({ start: at, end, cdata: false });
  cursor.at = end;
}

function readEndTag(cursor: Cursor, element: TextElement): void {
  const start = cursor.at;
  cursor.at += 2;
  const end = cursor.at + element.name.length;
  // Nearly every end tag is this; the rest is read as it comes.
  if (cursor.text.charCodeAt(end) === GREATER && cursor.text.startsWith(element.name, cursor.at)) {
    cursor.at = end;
  } else {
    const name = readName(cursor);
    if (name !== element.name) malformed(cursor, start, `"</${name}>" ends "${element.name}"`);
    skipSpace(cursor);
    if (cursor.text.charCodeAt(cursor.at) !== GREATER) malformed(cursor, cursor.at, '">" was expected');
  }
  element.close = start;
  element.end = ++cursor.at;
}

function readOther(cursor: Cursor, parent: TextElement): void {
  const aside = readAside(cursor);
  if (aside !== undefined) {
    parent.asides ??= [];
    parent.asides.push(aside);
    return;
  }
  if (!cursor.text.startsWith('<![CDATA[', cursor.at)) malformed(cursor, cursor.at, 'this markup is not allowed here');
  const start = cursor.at + 9;
  cursor.at = start;
  const end = skipPast(cursor, ']]>', 'a CDATA section does not end');
  if (end > start) parent.children.push({ start, end, cdata: true });
}
