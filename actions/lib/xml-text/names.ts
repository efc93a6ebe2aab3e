import { type Cursor, isSpace, malformed } from './cursor.ts';

const COLON = 58;
const asciiTable = (allowed: RegExp): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (allowed.test(String.fromCharCode(code)) ? 1 : 0));
const IN_PLAIN_NAME = asciiTable(/[\w.-]/);
const STARTS_PLAIN_NAME = asciiTable(/[A-Za-z_]/);

const NAME_START =
  ':A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F' +
  '\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
/** XML 1.0 (fifth edition), production 5. */
const NAME = new RegExp(`^[${NAME_START}][-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040${NAME_START}]*$`, 'u');

/** A name in a document; in all documents the same one where it is written the same. */
export interface ReadName {
  /** At most one colon, a name on each side of it (Namespaces in XML 1.0, production 7). */
  readonly written: string;
  /** Where it is in `Names.letters`; no letters where there was no room for them. */
  readonly from: number;
  readonly length: number;
  readonly local: string;
  /** Empty where it has none. */
  readonly prefix: string;
  /** The one that was read next the last time: documents repeat themselves, and a guess is faster than reading. */
  next: ReadName | undefined;
  /** The one before that, if it was another: what may be left out, and the last of a list, take turns. */
  other: ReadName | undefined;
  /** The number of the tag that had it last as an attribute. */
  tag: number;
  /** Where it is in `Names.all`. */
  readonly number: number;
}

/** The names of documents that were read, and where in them this one is. */
export interface Names {
  readonly known: Map<string, ReadName>;
  readonly all: ReadName[];
  /** Their code units, one name behind the other: what every tag is compared with stands close together. */
  readonly letters: Uint16Array;
  last: ReadName;
}

/** More than the vocabularies that one process meets; whoever sends others does not fill the memory for long. */
const mostNames = 5_000;
const mostLetters = 100_000;
let shared = emptyNames();

/** The names at the beginning of a document. */
export function createNames(): Names {
  if (shared.known.size > mostNames) shared = emptyNames();
  return { ...shared };
}

function emptyNames(): Names {
  return { known: new Map(), all: [], letters: new Uint16Array(mostLetters), last: nameOf('', -1, 0, 0) };
}

function nameOf(written: string, number: number, from: number, length: number): ReadName {
  const colon = written.indexOf(':');
  const prefix = written.slice(0, Math.max(colon, 0));
  const local = written.slice(colon + 1);
  return { written, from, length, local, prefix, next: undefined, other: undefined, tag: 0, number };
}

/** Reads the name of an element or attribute. */
export function readName(cursor: Cursor): ReadName {
  const { names } = cursor;
  const { last } = names;
  const name = guessed(cursor, last) ?? nameIn(names, readUnknown(cursor));
  if (name !== last.next) {
    last.other = last.next;
    last.next = name;
  }
  names.last = name;
  return name;
}

/** The name that followed another before, if it stands here again. */
function guessed(cursor: Cursor, { next, other }: ReadName): ReadName | undefined {
  const name =
    next !== undefined && standsAt(cursor, next)
      ? next
      : other !== undefined && standsAt(cursor, other)
        ? other
        : undefined;
  if (name !== undefined) cursor.at += name.length;
  return name;
}

/** The name that is written so, which must be one. */
export const nameIn = (names: Omit<Names, 'last'>, written: string): ReadName =>
  names.known.get(written) ?? keep(written, names);

/** Not `startsWith`: for a few letters a call of it takes longer than they do. */
export function standsAt({ codes, at, names: { letters } }: Cursor, { from, length }: ReadName): boolean {
  for (let index = 0; index < length; index++) {
    if (codes[at + index] !== letters[from + index]) return false;
  }
  return length > 0 && isDelimiter(codes[at + length] ?? 0);
}

function keep(written: string, { known, all, letters }: Omit<Names, 'last'>): ReadName {
  const before = all.at(-1);
  const from = before === undefined ? 0 : before.from + before.length;
  const length = from + written.length > letters.length ? 0 : written.length;
  for (let index = 0; index < length; index++) letters[from + index] = written.charCodeAt(index);
  // A part of a text keeps all of it in memory; a copy does not.
  const name = nameOf(Buffer.from(written).toString(), all.length, from, length);
  known.set(name.written, name);
  all.push(name);
  return name;
}

function readUnknown(cursor: Cursor): string {
  const { text, codes, at } = cursor;
  let end = endOfPlain(codes, at);
  if (end > at && codes[end] === COLON) end = endOfPlain(codes, end + 1);
  const plain = end > at && codes[end - 1] !== COLON && isDelimiter(codes[end] ?? 0);
  while (!isDelimiter(codes[end] ?? 0)) end++;
  const name = text.slice(at, end);
  if (!plain && !isQualifiedName(name)) malformed(cursor, at, `"${name.slice(0, 40)}" is not a name`);
  cursor.at = end;
  return name;
}

/** The end of a name of ASCII letters that begins here; the same place when none does. */
function endOfPlain(codes: Uint16Array, at: number): number {
  if (STARTS_PLAIN_NAME[codes[at] ?? 0] !== 1) return at;
  let end = at + 1;
  while (IN_PLAIN_NAME[codes[end] ?? 0] === 1) end++;
  return end;
}

/** Whether a text may be the target of a processing instruction. */
export const isTarget = (name: string): boolean =>
  NAME.test(name) && !name.includes(':') && name.toLowerCase() !== 'xml';

function isQualifiedName(name: string): boolean {
  const parts = name.split(':');
  return parts.length <= 2 && parts.every((part) => NAME.test(part));
}

/** White space, `/`, `>`, `=`, `<`, quotes, or the end of the text. */
const isDelimiter = (code: number): boolean =>
  code === 61 || code === 62 || code === 47 || isSpace(code) || code === 60 || code === 34 || code === 39 || code === 0;
