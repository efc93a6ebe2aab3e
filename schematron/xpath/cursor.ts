import type { Name, Span } from './ast.ts';
import { fn, xs } from './ast.ts';
import { type Token, tokenize } from './lexer.ts';
import { StaticProblem, SyntaxProblem } from './problem.ts';

/** Which namespace a prefix stands for where the expression is written. */
export interface Namespaces {
  readonly prefixes: ReadonlyMap<string, string>;
  /** Of element names without prefix; '' = none. */
  readonly elementNamespace: string;
}

/** For type names; XPath functions need no prefix, elements without one are in no namespace. */
const wellKnown: ReadonlyMap<string, string> = new Map([
  ['xs', xs],
  ['fn', fn],
  ['xml', 'http://www.w3.org/XML/1998/namespace'],
]);

/** The tokens of one expression and how far the parser has come. */
export class Cursor {
  readonly #tokens: readonly Token[];
  readonly #namespaces: Namespaces;
  #at = 0;

  constructor(text: string, namespaces: Namespaces) {
    this.#tokens = tokenize(text);
    this.#namespaces = namespaces;
  }

  get elementNamespace(): string {
    return this.#namespaces.elementNamespace;
  }

  get token(): Token {
    return this.ahead(0);
  }

  ahead(by: number): Token {
    const token = this.#tokens[Math.min(this.#at + by, this.#tokens.length - 1)];
    if (token === undefined) throw new Error('there is always a last token');
    return token;
  }

  next(): Token {
    const token = this.token;
    this.#at++;
    return token;
  }

  /** Where an expression that began at `start` ends, now that its last token has been taken. */
  since(start: number): Span {
    const last = this.#tokens[this.#at - 1];
    return { start, end: last === undefined ? start : last.end };
  }

  isSymbol(text: string, by = 0): boolean {
    const token = this.ahead(by);
    return token.type === 'symbol' && token.text === text;
  }

  isWord(text: string, by = 0): boolean {
    const token = this.ahead(by);
    return token.type === 'name' && token.text === text;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.#at++;
    return true;
  }

  /** Takes the given words, or nothing when they do not all stand here. */
  takeWords(...words: string[]): boolean {
    if (!words.every((word, by) => this.isWord(word, by))) return false;
    this.#at += words.length;
    return true;
  }

  expectSymbol(text: string): void {
    if (!this.takeSymbol(text)) this.fail(`“${text}” is expected here`);
  }

  expectWord(text: string): void {
    if (!this.takeWords(text)) this.fail(`“${text}” is expected here`);
  }

  fail(message: string): never {
    const { type, text, start, end } = this.token;
    const found = type === 'end' ? 'the expression ends' : `“${text}” stands there`;
    throw new SyntaxProblem(`${message}, but ${found}`, start, Math.max(end, start + 1));
  }

  /** A name without wildcards; `unprefixed` is the namespace of a name that has no prefix. */
  expectName(unprefixed: string): Name {
    const token = this.token;
    if (token.type !== 'name' || token.text.includes('*')) this.fail('a name is expected here');
    this.#at++;
    return this.expand(token, unprefixed);
  }

  expand(token: Token, unprefixed: string): Name {
    const colon = token.text.indexOf(':');
    if (colon < 0) return { prefix: '', uri: unprefixed, local: token.text };
    const prefix = token.text.slice(0, colon);
    const uri = this.#namespaces.prefixes.get(prefix) ?? wellKnown.get(prefix);
    if (uri === undefined)
      throw new StaticProblem('XPST0081', `the prefix “${prefix}” is not declared`, token.start, token.end);
    return { prefix, uri, local: token.text.slice(colon + 1) };
  }
}
