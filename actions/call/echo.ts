import { inXml } from './escape.ts';
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
const LONG = 128;
const PIECES = /.{1,64}/gsu;

/**
 * `open` is what was sent for everybody to see: a secret that stands in it too (a user name that is also the tax number
 * on the invoice) is no secret, and masking it would change the authority's document.
 */
export function createEchoMask(secrets: readonly string[], open: Uint8Array): EchoMask {
  const sent = latin1(open);
  const all = [...new Set(secrets)]
    .filter((each) => each.length >= SHORTEST)
    // One secret may begin with another.
    .sort((a, b) => b.length - a.length)
    .map(formsFor)
    .filter((forms) => !patternsIn(sent, forms).some((pattern) => sent.search(pattern) >= 0));
  const certain = all.filter((each) => each.certain);
  let found = false;
  const bytes = (input: Uint8Array, which: readonly Forms[]) => {
    const text = latin1(input);
    let masked = text;
    for (const forms of which) for (const each of patternsIn(text, forms)) masked = masked.replace(each, MASK_BYTES);
    found ||= masked !== text;
    return masked === text ? input : Buffer.from(masked, 'latin1');
  };
  return {
    text(text) {
      const input = Buffer.from(text);
      const masked = bytes(input, all);
      return masked === input ? text : Buffer.from(masked).toString();
    },
    bytes: (input, only) => bytes(input, only === 'certain' ? certain : all),
    get found() {
      return found;
    },
  };
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

const MASK_BYTES = latin1(Buffer.from(MASK));

/** The forms of one secret in bytes read as latin-1, as patterns. */
interface Forms {
  readonly certain: boolean;
  /** As it is, escaped, or both. */
  readonly written: readonly RegExp[];
  readonly base64: readonly RegExp[];
  /** One of these stands in every text that a pattern of `written` fits. */
  readonly signs: readonly string[];
}

/** A search for the signs takes a hundredth of what the patterns take, and nearly always it is enough. */
const patternsIn = (text: string, { written, base64, signs }: Forms): readonly RegExp[] =>
  signs.some((sign) => text.includes(sign)) ? [...written, ...base64] : base64;

/** Making them takes longer than looking for them. */
const made = new Map<string, Forms>();
const MOST_MADE = 32;

function formsFor(secret: string): Forms {
  const forms = made.get(secret) ?? formsOf(secret);
  if (made.size >= MOST_MADE) made.clear();
  made.set(secret, forms);
  return forms;
}

/** One pattern for each form: V8 searches several simple patterns far faster than one of all. */
function formsOf(secret: string): Forms {
  const pieces = piecesOf(secret);
  const patterns = (forms: readonly string[]) => forms.map((form) => new RegExp(bounded(secret)(form), 'g'));
  return {
    certain: secret.length >= CERTAIN,
    written: patterns(pieces.flatMap((piece) => (piece === secret ? [written(piece)] : copied(piece)))),
    base64: patterns(pieces.flatMap(inBase64)),
    signs: [...pieces.map((piece) => latin1(Buffer.from(piece))), ...signsOf(secret)],
  };
}

/** What an escape begins with, or has in it: of a URL, of JSON, of XML by number and by name, of a form. */
const signsOf = (secret: string): readonly string[] => [
  ...['%', '\\', '#'],
  ...(/[&<>"']/.test(secret) ? ['&'] : []),
  ...(secret.includes(' ') ? ['+'] : []),
];

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
      quoted(latin1(Buffer.from(each))),
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
