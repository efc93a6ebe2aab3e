import { isXmlCharacter } from './characters.ts';
import type { Reader } from './reader.ts';

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The text of a stretch of content: line ends made LF, references resolved; `]]>` may not stand there. */
export function contentText(reader: Reader, from: number, to: number): string {
  const raw = reader.source.slice(from, to);
  const bad = raw.indexOf(']]>');
  if (bad !== -1) reader.malformed(from + bad, ']]> may not stand in text.');
  return resolved(reader, from, lineFeeds(raw, reader), (text) => text);
}

/** The value of an attribute: white space made blanks before references are resolved. */
export function attributeText(reader: Reader, from: number, to: number): string {
  const blank = (text: string) => text.replace(/[\t\n\r]/g, ' ');
  return resolved(reader, from, lineFeeds(reader.source.slice(from, to), reader), blank);
}

/** CR and CR LF are read as LF. */
export const lineFeeds = (text: string, reader: Reader): string =>
  reader.hasReturns ? text.replace(/\r\n?/g, '\n') : text;

function resolved(reader: Reader, from: number, raw: string, literal: (text: string) => string): string {
  let text = '';
  let done = 0;
  for (let at = raw.indexOf('&'); at !== -1; at = raw.indexOf('&', done)) {
    const end = raw.indexOf(';', at);
    const character = end === -1 ? undefined : referenced(raw.slice(at + 1, end));
    // Line ends may be shorter in `raw`: the place is then a little before.
    if (character === undefined) reader.malformed(from + at, `${said(raw, at, end)} refers to nothing XML knows.`);
    text += literal(raw.slice(done, at)) + character;
    done = end + 1;
  }
  return text + literal(raw.slice(done));
}

const said = (raw: string, at: number, end: number): string =>
  raw.slice(at, end === -1 || end > at + 40 ? at + 20 : end + 1);

/** What `&name;` stands for; undefined when there is no such thing. */
function referenced(name: string): string | undefined {
  if (!name.startsWith('#')) return Object.hasOwn(predefined, name) ? predefined[name] : undefined;
  const digits = /^#(?:x0*([0-9A-Fa-f]{1,6})|0*([0-9]{1,7}))$/.exec(name);
  if (!digits) return undefined;
  const code = digits[1] === undefined ? Number.parseInt(digits[2] as string, 10) : Number.parseInt(digits[1], 16);
  return isXmlCharacter(code) ? String.fromCodePoint(code) : undefined;
}
