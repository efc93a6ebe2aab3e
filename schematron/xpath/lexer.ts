import { SyntaxProblem } from './problem.ts';

/**
 * Splits an expression into tokens. XPath has no reserved words: whether `div` is a name or an operator depends on
 * where it stands, so the lexer only says `name` and the parser decides.
 */

export type TokenType = 'name' | 'string' | 'integer' | 'decimal' | 'double' | 'symbol' | 'end';

export interface Token {
  readonly type: TokenType;
  /** A name with its prefix (`a:b`, `a:*`, `*:b`), a string without quotes, a number or a symbol as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const nameStart =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const nameRest = `${nameStart}\\-.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}`;
const local = `[${nameStart}][${nameRest}]*`;
const name = new RegExp(`\\*:${local}|${local}(?::(?:\\*|${local}))?`, 'uy');
const number = /(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?/y;
const symbol = /\.\.|\/\/|::|<<|>>|<=|>=|!=|[()[\],.@$/|+\-*=<>?:]/y;

export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = read(text, at);
    tokens.push(token);
    at = skipSpace(text, token.end);
  }
  tokens.push({ type: 'end', text: '', start: text.length, end: text.length });
  return tokens;
}

function read(text: string, start: number): Token {
  const first = text.charAt(start);
  if (first === '"' || first === "'") return readString(text, start, first);
  const digits = match(number, text, start);
  if (digits !== undefined) {
    const end = start + digits[0].length;
    if (match(name, text, end) !== undefined) throw new SyntaxProblem('a number runs into a name', end, end + 1);
    const type = digits[3] ? 'double' : digits[1] !== undefined || digits[2] ? 'decimal' : 'integer';
    return { type, text: digits[0], start, end };
  }
  const named = match(name, text, start);
  if (named !== undefined) return { type: 'name', text: named[0], start, end: start + named[0].length };
  const sign = match(symbol, text, start);
  if (sign !== undefined) return { type: 'symbol', text: sign[0], start, end: start + sign[0].length };
  throw new SyntaxProblem(`“${first}” has no place in an XPath expression`, start, start + 1);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** A quote inside a string is written twice. */
function readString(text: string, start: number, quote: string): Token {
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) throw new SyntaxProblem('this string is not closed', start, text.length);
    value += text.slice(from, close);
    if (text.charAt(close + 1) !== quote) return { type: 'string', text: value, start, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}

/** Skips white space and comments, which nest: `(: … (: … :) … :)`. */
function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (/\s/.test(text.charAt(at))) at++;
    if (!text.startsWith('(:', at)) return at;
    at = skipComment(text, at);
  }
}

function skipComment(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith('(:', at)) {
      depth++;
      at++;
    } else if (text.startsWith(':)', at)) {
      depth--;
      at++;
      if (depth === 0) return at + 1;
    }
  }
  throw new SyntaxProblem('this comment is not closed', start, text.length);
}
