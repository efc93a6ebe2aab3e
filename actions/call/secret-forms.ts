import { inXml } from './escape.ts';

/** What is searched for before the patterns are tried. */
export interface Sign {
  readonly text: string;
  readonly bytes: Buffer;
  /** It is looked for only where this is, whose letter is seldom where its own first one is in every line. */
  readonly where?: Sign;
}

/** The forms that one secret may have. */
export interface Forms {
  readonly certain: boolean;
  /** On bytes read as latin-1. */
  readonly patterns: readonly RegExp[];
  /** One of these is in all bytes that a pattern fits. */
  readonly signs: readonly Sign[];
}

/** Made once: that takes longer than to look for them. */
export function formsFor(secret: string): Forms {
  const forms = made.get(secret) ?? formsOf(secret);
  if (made.size >= MOST_MADE) made.clear();
  made.set(secret, forms);
  return forms;
}

const made = new Map<string, Forms>();
const MOST_MADE = 32;

/** From this length on a secret is masked wherever it stands; a shorter one only where it stands alone. */
const CERTAIN = 8;
const LONG = 128;
const PIECES = /.{1,64}/gsu;

/** One pattern for each form: V8 searches several simple patterns far faster than one of all. */
function formsOf(secret: string): Forms {
  const pieces = piecesOf(secret);
  const forms = pieces.flatMap((piece) => [
    ...(piece === secret ? [written(piece)] : copied(piece)),
    ...inBase64(piece).map(base64Pattern),
  ]);
  return {
    certain: secret.length >= CERTAIN,
    patterns: forms.map((form) => new RegExp(bounded(secret)(form), 'g')),
    signs: [...[...pieces, ...pieces.flatMap(inBase64).map(longestRun)].map(signOf), ...escapesOf(secret)],
  };
}

/**
 * A part of what is looked for: a search goes from one of its first letter to the next, so that is one which is seldom, and for more
 * letters Node would make a table first.
 */
function signOf(whole: string): Sign {
  const at = Math.max(whole.slice(0, -SURE).search(/[^\d a-ilm-pr-vy"'<>=/:.]/), 0);
  const text = whole.slice(at, at + SURE);
  return { text, bytes: Buffer.from(text) };
}

/** So many letters stand together by chance in hardly any answer. */
const SURE = 6;

/** What an escape begins with, or has in it: of a URL, of JSON, of XML by number and by name, of a form. */
function escapesOf(secret: string): readonly Sign[] {
  const plain = ['%', '\\', ...(/[&<>"']/.test(secret) ? ['&'] : []), ...(secret.includes(' ') ? ['+'] : [])];
  return [...plain.map(signOf), ...['&#', ';#'].map((each) => ({ ...signOf(each), where: NUMBER_SIGN }))];
}

const NUMBER_SIGN = signOf('#');

/** What both alphabets of RFC 4648 write alike. */
const longestRun = (encoded: string): string =>
  encoded.split(/[+/]/).reduce((longest, each) => (each.length > longest.length ? each : longest));

/** A long token is looked for piece by piece, and as machines repeat it: patterns of a thousand characters are slow. */
function piecesOf(secret: string): readonly string[] {
  if (secret.length <= LONG) return [secret];
  const pieces = secret.match(PIECES) ?? [];
  const last = pieces.at(-1) ?? '';
  return last.length >= CERTAIN ? pieces : [...pieces.slice(0, -2), `${pieces.at(-2)}${last}`];
}

const bounded = (secret: string) => (pattern: string) =>
  secret.length >= CERTAIN ? pattern : `(?<![\\w.-])(?:${pattern})(?![\\w.-])`;

/** Escaped as a whole, once. Most tokens have nothing to escape. */
const copied = (piece: string): readonly string[] => [
  ...new Set(
    [piece, encodeURIComponent(piece), JSON.stringify(piece).slice(1, -1), inXml(piece) ?? piece].map((each) =>
      quoted(bytesIn(each)),
    ),
  ),
];

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
    `${backslashes}${character === '&' ? AMPERSAND : quoted(bytesIn(character))}`,
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
  if (secret.length < CERTAIN) return [bytes.toString('base64').replace(/=+$/, '')];
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const ragged = (shift + bytes.length) % 3 === 0 ? 0 : 1;
    return encoded.slice(shift === 0 ? 0 : shift + 1, encoded.length - ragged);
  });
}

/** Both alphabets of RFC 4648. */
const base64Pattern = (text: string): string => text.replace(/[+/]/g, (each) => (each === '+' ? '[+-]' : '[/_]'));

const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

/** A character for each byte in UTF-8, as the patterns are on bytes. */
const bytesIn = (text: string): string => Buffer.from(text).toString('latin1');
