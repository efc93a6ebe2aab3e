import { DynamicError } from '../error.ts';
import { Automaton } from './automaton.ts';
import { toJavaScript, tries } from './javascript.ts';
import { type Flags, parseRegex } from './parse.ts';

/**
 * A regular expression of XPath. On text that comes from documents it cannot hang: JavaScript's own matcher is used where
 * the number of ways it may try is small, else one whose time grows with the text's length only.
 */
export class Regex {
  readonly #native: RegExp;
  readonly #exponent: number;
  readonly #automaton: () => Automaton;
  readonly #groups: number;
  readonly #quoted: boolean;
  #empty: boolean | undefined;

  constructor(pattern: string, flags: string) {
    const options = readFlags(flags);
    const { node, groups } = parseRegex(pattern, options);
    this.#groups = groups;
    this.#quoted = options.quoted;
    this.#exponent = tries(node, options);
    this.#native = new RegExp(toJavaScript(node, options), options.ignoreCase ? 'gvi' : 'gv');
    let automaton: Automaton | undefined;
    this.#automaton = () => {
      automaton ??= new Automaton(node, groups, options);
      return automaton;
    };
  }

  test(text: string): boolean {
    return this.#find(text, 0) !== undefined;
  }

  /** fn:replace. Throws FORX0004 for a replacement with a stray `$` or `\`. */
  replace(text: string, replacement: string): string {
    if (this.#matchesEmpty()) throw new DynamicError('FORX0003', 'the regular expression matches the empty string');
    const parts = this.#quoted ? [replacement] : readReplacement(replacement, this.#groups);
    let result = '';
    let at = 0;
    for (let match = this.#find(text, 0); match !== undefined; match = this.#find(text, at)) {
      const found = match;
      const [start = 0, end = 0] = found;
      result += text.slice(at, start);
      for (const part of parts) {
        if (typeof part === 'string') result += part;
        else if ((found[2 * part] ?? -1) >= 0) result += text.slice(found[2 * part], found[2 * part + 1]);
      }
      at = end;
    }
    return result + text.slice(at);
  }

  /** fn:tokenize: what stands between the matches. */
  split(text: string): string[] {
    if (this.#matchesEmpty()) throw new DynamicError('FORX0003', 'the regular expression matches the empty string');
    if (text === '') return [];
    const tokens: string[] = [];
    let at = 0;
    for (let match = this.#find(text, 0); match !== undefined; match = this.#find(text, at)) {
      const [start = 0, end = 0] = match;
      tokens.push(text.slice(at, start));
      at = end;
    }
    tokens.push(text.slice(at));
    return tokens;
  }

  #matchesEmpty(): boolean {
    this.#empty ??= this.test('');
    return this.#empty;
  }

  #find(text: string, from: number): number[] | undefined {
    if (this.#exponent > 1 && (text.length - from) ** this.#exponent > mostTries)
      return this.#automaton().find(text, from);
    this.#native.lastIndex = from;
    const match = this.#native.exec(text);
    if (match === null) return undefined;
    const slots = [match.index, match.index + match[0].length];
    // Where a group stands is needed for replacements only.
    if (this.#groups > 0) addGroups(slots, match);
    return slots;
  }
}

const mostTries = 2_000_000;

/** JavaScript says what a group matched; where in the match, any place with the same text is as good. */
function addGroups(slots: number[], match: RegExpExecArray): void {
  for (let group = 1; group < match.length; group++) {
    const text = match[group];
    const at = text === undefined ? -1 : match.index + match[0].indexOf(text);
    slots.push(at, text === undefined ? -1 : at + text.length);
  }
}

function readFlags(flags: string): Flags {
  if (!/^[smixq]*$/.test(flags)) throw new DynamicError('FORX0001', `“${flags}” are no flags of a regular expression`);
  return {
    dotAll: flags.includes('s'),
    multiline: flags.includes('m'),
    ignoreCase: flags.includes('i'),
    extended: flags.includes('x'),
    quoted: flags.includes('q'),
  };
}

/** Text and numbers of groups. `$12` is group 12 when there are as many, else group 1 and a 2. */
function readReplacement(replacement: string, groups: number): (string | number)[] {
  const parts: (string | number)[] = [];
  for (let at = 0; at < replacement.length; ) {
    const piece = /\\[\\$]|\$\d+|[^\\$]+/y;
    piece.lastIndex = at;
    const [text] = piece.exec(replacement) ?? [];
    if (text === undefined)
      throw new DynamicError(
        'FORX0004',
        `“${replacement}” is no replacement: “$” and “\\” are written “\\$” and “\\\\”`,
      );
    at += text.length;
    if (text.startsWith('\\')) parts.push(text.slice(1));
    else if (text.startsWith('$')) {
      let digits = text.slice(1);
      while (digits.length > 1 && Number(digits) > groups) digits = digits.slice(0, -1);
      parts.push(Number(digits) > groups ? '' : Number(digits), text.slice(1 + digits.length));
    } else parts.push(text);
  }
  return parts;
}
