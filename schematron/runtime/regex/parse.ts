import { DynamicError } from '../error.ts';
import { classEscape, literal } from './characters.ts';

/**
 * The syntax of regular expressions in XPath (XML Schema's, with anchors, reluctant quantifiers, groups that capture and
 * back-references: https://www.w3.org/TR/xpath-functions-30/#regex-syntax) as a tree. Sets of characters are already
 * written as JavaScript writes them in the `v` mode.
 */
export type Node =
  | { readonly is: 'set'; readonly source: string }
  | { readonly is: 'start' | 'end' }
  | { readonly is: 'reference'; readonly group: number }
  | { readonly is: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly is: 'group'; readonly number: number | undefined; readonly node: Node }
  | {
      readonly is: 'repeat';
      readonly node: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

export interface Flags {
  readonly dotAll: boolean;
  readonly multiline: boolean;
  readonly ignoreCase: boolean;
  readonly extended: boolean;
  readonly quoted: boolean;
}

export interface Parsed {
  readonly node: Node;
  readonly groups: number;
}

/** Throws FORX0002 when `pattern` is no regular expression. */
export function parseRegex(pattern: string, flags: Flags): Parsed {
  const characters = [...pattern];
  if (flags.quoted) {
    const nodes = characters.map((character): Node => ({ is: 'set', source: literal(character) }));
    return { node: { is: 'sequence', nodes }, groups: 0 };
  }
  const text = flags.extended ? withoutSpace(characters) : characters;
  const parser = new Parser(text, flags, pattern);
  const node = parser.choice();
  parser.finish();
  return { node, groups: parser.groups };
}

/** Flag x: white space outside classes does not count. */
function withoutSpace(characters: readonly string[]): string[] {
  let depth = 0;
  return characters.filter((character, at) => {
    const isEscaped = characters[at - 1] === '\\';
    if (!isEscaped && character === '[') depth++;
    if (!isEscaped && character === ']') depth--;
    return depth > 0 || !/[ \t\n\r]/.test(character);
  });
}

class Parser {
  groups = 0;
  readonly #open: number[] = [];
  readonly #text: readonly string[];
  readonly #flags: Flags;
  readonly #pattern: string;
  #at = 0;

  constructor(text: readonly string[], flags: Flags, pattern: string) {
    this.#text = text;
    this.#flags = flags;
    this.#pattern = pattern;
  }

  finish(): void {
    if (this.#at < this.#text.length) this.fail('an unmatched “)”');
  }

  fail(what: string): never {
    throw new DynamicError('FORX0002', `“${this.#pattern}” is no regular expression: ${what}`);
  }

  get #next(): string | undefined {
    return this.#text[this.#at];
  }

  #take(character: string): boolean {
    if (this.#next !== character) return false;
    this.#at++;
    return true;
  }

  choice(): Node {
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    if (nodes.length === 1) return nodes[0] as Node;
    // One set of all their characters: a matcher that tries one after the other would try each again for one that is in two.
    const sources = nodes.map((node) => (node.is === 'set' ? node.source : undefined));
    return sources.includes(undefined) ? { is: 'choice', nodes } : { is: 'set', source: `[${sources.join('')}]` };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (this.#next !== undefined && this.#next !== '|' && this.#next !== ')') nodes.push(this.#quantified());
    return nodes.length === 1 ? (nodes[0] as Node) : { is: 'sequence', nodes };
  }

  #quantified(): Node {
    const node = this.#atom();
    const range = this.#quantifier();
    if (range === undefined) return node;
    const lazy = this.#take('?');
    if (['?', '*', '+', '{'].includes(this.#next ?? '')) this.fail('two quantifiers in a row');
    return { is: 'repeat', node, ...range, lazy };
  }

  #quantifier(): { min: number; max: number } | undefined {
    if (this.#take('?')) return { min: 0, max: 1 };
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (!this.#take('{')) return undefined;
    const close = this.#text.indexOf('}', this.#at);
    const parts = /^(\d+)(,(\d*))?$/.exec(this.#text.slice(this.#at, Math.max(close, this.#at)).join(''));
    if (parts === null) return this.fail('braces without a number of times');
    this.#at = close + 1;
    const min = Number(parts[1]);
    const max = parts[2] === undefined ? min : parts[3] === '' ? Number.POSITIVE_INFINITY : Number(parts[3]);
    if (max < min) this.fail('a range of times that ends before it begins');
    return { min, max };
  }

  #atom(): Node {
    const character = this.#next ?? '';
    this.#at++;
    if (character === '(') return this.#group();
    if (character === '[') return { is: 'set', source: this.#class() };
    if (character === '\\') return this.#escape();
    if (character === '.') return { is: 'set', source: this.#flags.dotAll ? '[\\s\\S]' : '[^\\n\\r]' };
    if (character === '^') return { is: 'start' };
    if (character === '$') return { is: 'end' };
    if ('?*+{}]'.includes(character)) this.fail(`“${character}” must be written “\\${character}”`);
    return { is: 'set', source: literal(character) };
  }

  #group(): Node {
    const captures = !(this.#next === '?' && this.#text[this.#at + 1] === ':');
    if (!captures) this.#at += 2;
    const number = captures ? ++this.groups : undefined;
    if (number !== undefined) this.#open.push(number);
    const node = this.choice();
    if (!this.#take(')')) this.fail('an unclosed “(”');
    if (number !== undefined) this.#open.pop();
    return { is: 'group', number, node };
  }

  #escape(): Node {
    const character = this.#next ?? this.fail('a “\\” at the end');
    if (/[1-9]/.test(character)) return this.#reference();
    return { is: 'set', source: this.#escapeInClass() };
  }

  /** `\12` is group 12 when there are as many, else group 1 and a 2. */
  #reference(): Node {
    let group = 0;
    while (/\d/.test(this.#next ?? '')) {
      const longer = group * 10 + Number(this.#next);
      if (longer > this.groups && group > 0) break;
      group = longer;
      this.#at++;
    }
    if (group > this.groups || this.#open.includes(group)) this.fail(`there is no group ${group} before “\\${group}”`);
    return { is: 'reference', group };
  }

  #escapeInClass(): string {
    const character = this.#next ?? this.fail('a “\\” at the end');
    this.#at++;
    let property: string | undefined;
    if (character === 'p' || character === 'P') {
      const close = this.#text.indexOf('}', this.#at);
      if (this.#next !== '{' || close < 0) this.fail('a property without braces');
      property = this.#text.slice(this.#at + 1, close).join('');
      this.#at = close + 1;
    }
    const source = classEscape(character, property);
    return source ?? this.fail(`“\\${character}${property === undefined ? '' : `{${property}}`}” means nothing`);
  }

  /** After `[`: ranges, escapes, and what is taken away after a hyphen. */
  #class(): string {
    const negated = this.#take('^');
    let parts = '';
    let first = true;
    while (!this.#take(']')) {
      if (this.#next === undefined) this.fail('an unclosed “[”');
      if (!first && this.#next === '-' && this.#text[this.#at + 1] === '[') {
        this.#at += 2;
        const taken = this.#class();
        if (!this.#take(']')) this.fail('something after what is taken away from a class');
        return `[[${negated ? '^' : ''}${parts}]--${taken}]`;
      }
      parts += this.#range();
      first = false;
    }
    if (first) this.fail('an empty class');
    return `[${negated ? '^' : ''}${parts}]`;
  }

  #range(): string {
    if (this.#take('\\')) {
      const escaped = this.#escapeInClass();
      return escaped.startsWith('\\u') ? this.#rangeFrom(escaped) : escaped;
    }
    const character = this.#next ?? '';
    if (character === '[') this.fail('“[” in a class must be written “\\[”');
    this.#at++;
    return this.#rangeFrom(literal(character));
  }

  #rangeFrom(low: string): string {
    const after = this.#text[this.#at + 1];
    if (this.#next !== '-' || after === ']' || after === '[' || after === undefined) return low;
    this.#at++;
    const high = this.#take('\\') ? this.#escapeInClass() : literal(this.#text[this.#at++] ?? '');
    if (!high.startsWith('\\u') || codeOf(high) < codeOf(low)) this.fail('a range that ends before it begins');
    return `${low}-${high}`;
  }
}

function codeOf(escaped: string): number {
  return Number.parseInt(escaped.slice(3, -1), 16);
}
