import { MASK } from './wire-secrets.ts';

/** Masks secrets that an answer repeats: as they are, escaped for XML, JSON or a URL, or inside base64. */
export interface EchoMask {
  text(text: string): string;
  /** The same array when nothing was masked. */
  bytes(bytes: Uint8Array, certainOnly?: 'certain'): Uint8Array;
  /** Whether anything was masked so far. */
  readonly found: boolean;
}

/** From this length on a secret is masked wherever it stands; a shorter one only where it stands alone. */
const CERTAIN = 8;
const SHORTEST = 4;

/**
 * `open` is what was sent for everybody to see: a secret that stands in it too (a user name that is also the tax number
 * on the invoice) is no secret, and masking it would change the authority's document.
 */
export function createEchoMask(secrets: readonly string[], open: Uint8Array): EchoMask {
  const sent = latin1(open);
  const closed = [...new Set(secrets)].filter((each) => each.length >= SHORTEST && !oneOf([each]).test(sent));
  const certain = closed.filter((each) => each.length >= CERTAIN);
  const all = closed.length === 0 ? undefined : oneOf(closed);
  const onlyCertain = certain.length === 0 ? undefined : oneOf(certain);
  let found = false;
  const mask = (text: string, pattern: RegExp | undefined) => {
    if (pattern === undefined) return text;
    const masked = text.replace(pattern, latin1(Buffer.from(MASK)));
    found ||= masked !== text;
    return masked;
  };
  const bytes = (input: Uint8Array, pattern: RegExp | undefined) => {
    const text = latin1(input);
    const masked = mask(text, pattern);
    return masked === text ? input : Buffer.from(masked, 'latin1');
  };
  return {
    text: (text) => Buffer.from(bytes(Buffer.from(text), all)).toString(),
    bytes: (input, only) => bytes(input, only === 'certain' ? onlyCertain : all),
    get found() {
      return found;
    },
  };
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Matches on bytes read as latin-1, so that positions are bytes. Longest first: one secret may begin with another. */
function oneOf(secrets: readonly string[]): RegExp {
  const sorted = secrets.toSorted((a, b) => b.length - a.length);
  return new RegExp(sorted.flatMap((each) => [written(each), ...inBase64(each)].map(bounded(each))).join('|'), 'g');
}

const bounded = (secret: string) => (pattern: string) =>
  secret.length >= CERTAIN ? pattern : `(?<![\\w.-])(?:${pattern})(?![\\w.-])`;

/** Each character in any of the ways in which XML, JSON, URLs and forms write it, one inside the other too. */
const written = (secret: string): string =>
  [...secret].map((character) => `(?:${[...new Set(waysOf(character))].join('|')})`).join('');

/** An escaped text is often escaped once more: `&amp;lt;`, `%253C`. */
const AMPERSAND = '&(?:amp;|#0*38;|#[xX]0*26;)*';
const PERCENT = '%(?:25)*';

function waysOf(character: string): string[] {
  const code = character.codePointAt(0) ?? 0;
  const bytes = Buffer.from(character);
  const backslashes = '"/\\'.includes(character) ? '\\\\*' : '';
  return [
    `${backslashes}${character === '&' ? AMPERSAND : quoted(latin1(bytes))}`,
    [...bytes].map((each) => PERCENT + hexadecimal(each, 2)).join(''),
    `${backslashes}${AMPERSAND}#0*${code};`,
    `${backslashes}${AMPERSAND}#[xX]0*${hexadecimal(code, 1)};`,
    [...Array(character.length).keys()].map((index) => `\\\\+u${hexadecimal(character.charCodeAt(index), 4)}`).join(''),
    ...(NAMED[character] ? [`${backslashes}${AMPERSAND}${NAMED[character]};`] : []),
    ...(PLAIN[character] ?? []),
  ];
}

const NAMED: Readonly<Record<string, string>> = { '<': 'lt', '>': 'gt', "'": 'apos', '"': 'quot' };

const PLAIN: Readonly<Record<string, readonly string[]>> = {
  ' ': ['\\+'],
  '\n': ['\\\\+n'],
  '\r': ['\\\\+r'],
  '\t': ['\\\\+t'],
};

const hexadecimal = (value: number, digits: number): string =>
  value
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (each) => `[${each}${each.toUpperCase()}]`);

/** The base64 of anything that has the secret inside: its bytes may begin at any of three places of a group. */
function inBase64(secret: string): string[] {
  const bytes = Buffer.from(secret);
  if (secret.length < CERTAIN) return [base64Pattern(bytes.toString('base64').replace(/=+$/, ''))];
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const ragged = (shift + bytes.length) % 3 === 0 ? 0 : 1;
    return base64Pattern(encoded.slice(shift === 0 ? 0 : shift + 1, encoded.length - ragged));
  });
}

/** Both alphabets of RFC 4648. */
const base64Pattern = (text: string): string => text.replace(/[+/]/g, (each) => (each === '+' ? '[+-]' : '[/_]'));

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
