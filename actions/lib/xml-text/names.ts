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

/** Reads the name of an element or attribute, and notes its colon: at most one colon, a name on each side of it (Namespaces in XML 1.0, production 7). */
export function readName(cursor: Cursor): string {
  const { text, at } = cursor;
  let end = endOfPlain(text, at);
  cursor.colon = -1;
  if (end > at && text.charCodeAt(end) === COLON) {
    cursor.colon = end - at;
    end = endOfPlain(text, end + 1);
  }
  const plain = end > at && text.charCodeAt(end - 1) !== COLON && isDelimiter(text.charCodeAt(end));
  cursor.at = end;
  return plain ? text.slice(at, end) : readUnusualName(cursor, at);
}

/** With letters beyond ASCII, or not a name at all. */
function readUnusualName(cursor: Cursor, at: number): string {
  const { text } = cursor;
  while (!isDelimiter(text.charCodeAt(cursor.at))) cursor.at++;
  const name = text.slice(at, cursor.at);
  if (!isQualifiedName(name)) malformed(cursor, at, `"${name.slice(0, 40)}" is not a name`);
  cursor.colon = name.indexOf(':');
  return name;
}

/** The end of a name of ASCII letters that begins here; the same place when none does. */
function endOfPlain(text: string, at: number): number {
  if (STARTS_PLAIN_NAME[text.charCodeAt(at)] !== 1) return at;
  let end = at + 1;
  while (IN_PLAIN_NAME[text.charCodeAt(end)] === 1) end++;
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
  code === 61 ||
  code === 62 ||
  code === 47 ||
  isSpace(code) ||
  code === 60 ||
  code === 34 ||
  code === 39 ||
  Number.isNaN(code);
