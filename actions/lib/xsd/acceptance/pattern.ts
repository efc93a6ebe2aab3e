/** Whether a value certainly matches. */
export type Matches = (value: string) => boolean;

/**
 * The pattern facet (XML Schema part 2, appendix F) as a regular expression of JavaScript; undefined for what is not translated (`\c`,
 * subtraction, most blocks of Unicode), and for what a hostile value could keep busy.
 */
export function patternOf(pattern: string): Matches | undefined {
  const reader: Reader = { characters: [...pattern], at: 0, byTables: false };
  const whole = readChoice(reader);
  if (whole === undefined || reader.at < reader.characters.length || whole.ways > mostWays) return undefined;
  const expression = new RegExp(`^(?:${whole.source})$`, 'u');
  const ascii = reader.byTables;
  // What is a digit or a letter beyond ASCII depends on the version of Unicode that one has.
  return (value) => value.length <= longestValue && !(ascii && beyondAscii.test(value)) && expression.test(value);
}

const beyondAscii = /[^\0-\x7F]/;
/** A longer value is left to libxml2. */
const longestValue = 1000;
/** In how many ways a value may be tried at most: an expression of JavaScript goes through all before it gives up. */
const mostWays = 20_000;

interface Reader {
  readonly characters: readonly string[];
  at: number;
  /** It asks what kind a character is. */
  byTables: boolean;
}

interface Part {
  readonly source: string;
  readonly ways: number;
}

/** Production 1. */
function readChoice(reader: Reader): Part | undefined {
  const branches: Part[] = [];
  do {
    const branch = readBranch(reader);
    if (branch === undefined) return undefined;
    branches.push(branch);
  } while (take(reader, '|'));
  return {
    source: branches.map(({ source }) => source).join('|'),
    ways: branches.reduce((sum, { ways }) => sum + ways, 0),
  };
}

/** Production 2. */
function readBranch(reader: Reader): Part | undefined {
  let source = '';
  let ways = 1;
  for (let next = here(reader); next !== undefined && next !== '|' && next !== ')'; next = here(reader)) {
    const atom = readAtom(reader);
    const piece = atom && quantified(atom, reader);
    if (piece === undefined) return undefined;
    source += piece.source;
    ways *= piece.ways;
  }
  return { source, ways };
}

/** Production 9. */
function readAtom(reader: Reader): Part | undefined {
  const next = reader.characters[reader.at++] ?? '';
  if (next === '(') {
    const inner = readChoice(reader);
    return inner && take(reader, ')') ? { source: `(?:${inner.source})`, ways: inner.ways } : undefined;
  }
  const source =
    next === '['
      ? readClass(reader)
      : next === '\\'
        ? bracketed(readEscape(reader))
        : next === '.'
          ? '[^\\n\\r]'
          : /[?*+{}\])]/.test(next)
            ? undefined
            : literal(next);
  return source === undefined ? undefined : { source, ways: 1 };
}

const bracketed = (members: string | undefined): string | undefined => members && `[${members}]`;

const quantity = /^(?:([?*+])|\{(\d{1,4})(?:(,)(\d{1,4})?)?\})/;

/** Productions 3 to 8. */
function quantified({ source, ways }: Part, reader: Reader): Part | undefined {
  const found = quantity.exec(reader.characters.slice(reader.at, reader.at + 12).join(''));
  if (found === null) return here(reader) === '{' ? undefined : { source, ways };
  const [written, sign, from = '0', comma, to] = found;
  reader.at += written.length;
  const least = sign === undefined ? Number(from) : sign === '+' ? 1 : 0;
  const endless = sign === undefined ? comma !== undefined && to === undefined : sign !== '?';
  const most = endless ? longestValue : sign === '?' ? 1 : Number(to ?? from);
  if (most < least) return undefined;
  let all = 0;
  for (let times = least; times <= most && all <= mostWays; times++) all += ways ** times;
  return { source: `${source}{${least},${endless ? '' : most}}`, ways: all };
}

/** Production 12, from behind its bracket. */
function readClass(reader: Reader): string | undefined {
  const negated = take(reader, '^');
  let members = '';
  while (!take(reader, ']')) {
    const member = readMember(reader, members === '');
    if (member === undefined) return undefined;
    members += member;
    // A hyphen that ends the class stands for itself.
    if (here(reader) !== '-' || reader.characters[reader.at + 1] === ']') continue;
    reader.at++;
    const last = here(reader);
    const end = last === '[' ? undefined : readMember(reader, false);
    if (end === undefined || !isCharacter.test(member) || !isCharacter.test(end)) return undefined;
    members += `-${end}`;
  }
  return members === '' ? undefined : `[${negated ? '^' : ''}${members}]`;
}

const isCharacter = /^\\u\{[\dA-F]+\}$/;

/** One character, or what an escape stands for. */
function readMember(reader: Reader, first: boolean): string | undefined {
  const next = reader.characters[reader.at++];
  if (next === undefined || next === '[' || next === ']') return undefined;
  if (next === '\\') return readEscape(reader);
  // Elsewhere a hyphen is part of a range, or of a subtraction.
  if (next === '-' && !first && here(reader) !== ']') return undefined;
  return literal(next);
}

const blocks: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\u{0}-\\u{7F}',
  'IsLatin-1Supplement': '\\u{80}-\\u{FF}',
};

const kinds: Readonly<Record<string, string>> = {
  s: ' \\t\\n\\r',
  S: '\\u{0}-\\u{8}\\u{B}\\u{C}\\u{E}-\\u{1F}\\u{21}-\\u{10FFFF}',
};

/** By the tables of Unicode. */
const tabled: Readonly<Record<string, string>> = { d: '\\p{Nd}', D: '\\P{Nd}', W: '\\p{P}\\p{Z}\\p{C}' };

/** Productions 23 to 37, from behind the backslash: the members of a class. */
function readEscape(reader: Reader): string | undefined {
  const next = reader.characters[reader.at++] ?? '';
  if (next === 'n' || next === 'r' || next === 't') return `\\u{${{ n: 'A', r: 'D', t: '9' }[next]}}`;
  if (/[\\|.?*+(){}\-[\]^]/.test(next)) return literal(next);
  if (kinds[next] !== undefined) return kinds[next];
  if (tabled[next] !== undefined) {
    reader.byTables = true;
    return tabled[next];
  }
  return next === 'p' ? readProperty(reader) : undefined;
}

function readProperty(reader: Reader): string | undefined {
  const end = reader.characters.indexOf('}', reader.at);
  if (!take(reader, '{') || end < 0) return undefined;
  const name = reader.characters.slice(reader.at, end).join('');
  reader.at = end + 1;
  if (blocks[name] !== undefined) return blocks[name];
  if (!/^[LMNPZSC][a-z]?$/.test(name) || !isProperty(name)) return undefined;
  reader.byTables = true;
  return `\\p{${name}}`;
}

function isProperty(name: string): boolean {
  try {
    return new RegExp(`\\p{${name}}`, 'u').unicode;
  } catch {
    return false;
  }
}

const here = ({ characters, at }: Reader): string | undefined => characters[at];

function take(reader: Reader, wanted: string): boolean {
  if (here(reader) !== wanted) return false;
  reader.at++;
  return true;
}

/** By its number, as no character needs to be escaped so. */
const literal = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
