import { fail } from '../../../engine/errors.ts';
import { withCodes } from './codes.ts';
import { type Cursor, createCursor, malformed, skipSpace } from './cursor.ts';
import { decode } from './decode.ts';
import type { Linked, ReadElement, ReadPiece } from './element.ts';
import { readAside, readElement, type XmlVisitor } from './elements.ts';
import { knownText } from './known.ts';
import type { NamespaceScope, TextAside, XmlText } from './model.ts';
import { outermostScope } from './namespaces.ts';
import { NOT_XML } from './values.ts';

const SPACE = '[ \\t\\r\\n]';
const DECLARATION = new RegExp(
  `^\uFEFF?<\\?xml${SPACE}+version${SPACE}*=${SPACE}*(?:"1\\.\\d+"|'1\\.\\d+')` +
    `(?:${SPACE}+encoding${SPACE}*=${SPACE}*(?:"([A-Za-z][\\w.-]*)"|'([A-Za-z][\\w.-]*)'))?` +
    `(?:${SPACE}+standalone${SPACE}*=${SPACE}*(?:"(?:yes|no)"|'(?:yes|no)'))?${SPACE}*\\?>`,
);

/** As this folder has it: whoever else gets it sees an `XmlText`. */
export interface ReadText extends XmlText {
  readonly root: ReadElement;
}

/**
 * Reads well-formed XML 1.0 with namespaces, in UTF-8 or ISO-8859-1, and keeps where everything stands.
 * A DOCTYPE is refused, so there are no entities but XML's own five.
 *
 * @param bytes the document
 * @param what how messages call it
 * @throws TimbreError XML_MALFORMED with line and column, XML_DOCTYPE
 */
export function readXmlText(bytes: Uint8Array, what = 'the document'): ReadText {
  const tree = new Tree();
  const { text, encoding, before, after } = walkXmlText(bytes, () => tree, what);
  return { text, encoding, root: tree.root, before, after };
}

/** Reads the one element that begins at an offset, as it is read inside another one whose namespaces are `scope`. */
export function readXmlFragment(text: string, at: number, scope: NamespaceScope): XmlText {
  const tree = new Tree();
  withCodes(text, (codes) => readElement(createCursor(text, codes, 'the fragment', at), scope, tree));
  return { text, encoding: 'utf8', root: tree.root, before: [], after: [] };
}

/**
 * Reads as `readXmlText` does, and keeps nothing: what stands in the document is told to a visitor of its text.
 * @throws as `readXmlText`; by then the visitor may have been told of what comes before
 */
export function walkXmlText(
  bytes: Uint8Array,
  visitorOf: (text: string) => XmlVisitor,
  what = 'the document',
): Omit<XmlText, 'root'> {
  const known = knownText(bytes);
  const encoding = declaredEncoding(known?.text ?? beginningOf(bytes));
  const { text, holdsXml } = known !== undefined && encoding === 'utf8' ? known : decode(bytes, encoding, what);
  return withCodes(text, (codes) => {
    const cursor = createCursor(text, codes, what);
    const foreign = holdsXml ? null : NOT_XML.exec(text);
    if (foreign !== null) malformed(cursor, foreign.index, 'a character that XML cannot hold');
    readDeclaration(cursor, encoding);
    const before = readMisc(cursor);
    readElement(cursor, outermostScope(), visitorOf(text));
    const after = readMisc(cursor);
    if (cursor.at < text.length) malformed(cursor, cursor.at, 'something follows the root element');
    return { text, encoding, before, after };
  });
}

class Tree implements XmlVisitor {
  readonly keeps = true;
  readonly #open: ReadElement[] = [];
  /** The last child of each that is open. */
  readonly #last: (Linked | undefined)[] = [];
  #root: ReadElement | undefined;

  get root(): ReadElement {
    return this.#root ?? fail('INTERNAL', 'There is no root element.');
  }

  open(element: ReadElement): void {
    this.#root ??= element;
    this.#add(element);
    this.#open.push(element);
    this.#last.push(undefined);
  }

  close(): void {
    this.#open.pop();
    this.#last.pop();
  }

  characters(piece: ReadPiece): void {
    this.#add(piece);
  }

  aside(aside: TextAside): void {
    const element = this.#open.at(-1);
    if (element === undefined) return;
    element.asides ??= [];
    element.asides.push(aside);
  }

  #add(child: Linked): void {
    const at = this.#open.length - 1;
    const parent = this.#open[at];
    if (parent === undefined) return;
    const last = this.#last[at];
    if (last === undefined) parent.first = child;
    else last.next = child;
    this.#last[at] = child;
  }
}

const LATIN = /^<\?xml[^>]*[ \t\r\n]encoding[ \t\r\n]*=[ \t\r\n]*["']iso-8859-1["']/i;
const LONGEST_DECLARATION = 200;

const declaredEncoding = (beginning: string): XmlText['encoding'] => (LATIN.test(beginning) ? 'latin1' : 'utf8');

const viewOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const beginningOf = (bytes: Uint8Array): string => viewOf(bytes).toString('latin1', 0, LONGEST_DECLARATION);

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
