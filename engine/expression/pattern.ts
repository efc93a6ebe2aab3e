/**
 * Regular expressions with a linear-time guarantee (Thompson's construction, simulated): a part of RE2's syntax.
 * Literals, `.`, classes, `\d \w \s`, groups, `|`, `? * + {m,n}`, `^` and `$`; no back-references, no look-around.
 */
export function compileTextPattern(pattern: string): (text: string) => boolean {
  const states: State[] = [];
  const reader = new Reader(pattern, states);
  const start = reader.read();
  if (!isDeterministic(pattern)) return (text) => search(states, start, text);
  const regexp = new RegExp(pattern, 'u');
  return (text) => regexp.test(text);
}

/** Anchored, without groups or alternatives and with one quantifier that can vary: JavaScript's own engine is linear too. */
function isDeterministic(pattern: string): boolean {
  const bare = pattern.replace(/\\[\s\S]/g, '_');
  if (!bare.startsWith('^') || /[.|()]/.test(bare)) return false;
  return (bare.match(/[*+?]|\{\d+,\d*\}/g) ?? []).length <= 1;
}

type State =
  | { readonly type: 'char'; readonly test: (char: string) => boolean; next: number }
  | { readonly type: 'split'; next: number; other: number }
  | { readonly type: 'start' | 'end'; next: number }
  | { readonly type: 'match' };

/** Builds a part of the machine that goes on to the state given, and says where that part starts. */
type Build = (next: number) => number;

const mostStates = 5_000;

class Reader {
  readonly #pattern: string;
  readonly #states: State[];
  #at = 0;

  constructor(pattern: string, states: State[]) {
    this.#pattern = pattern;
    this.#states = states;
  }

  read(): number {
    const build = this.#alternatives(0);
    if (this.#at < this.#pattern.length) this.#refuse('a `)` that opens nowhere');
    return build(this.#add({ type: 'match' }));
  }

  #alternatives(depth: number): Build {
    if (depth > 50) this.#refuse('groups more than 50 deep');
    const branches = [this.#sequence(depth)];
    while (this.#take('|')) branches.push(this.#sequence(depth));
    return branches.reduceRight((others, branch) => (next) => {
      return this.#add({ type: 'split', next: branch(next), other: others(next) });
    });
  }

  #sequence(depth: number): Build {
    const parts: Build[] = [];
    while (this.#at < this.#pattern.length && !'|)'.includes(this.#peek())) parts.push(this.#repeated(depth));
    return (next) => parts.reduceRight((after, part) => part(after), next);
  }

  #repeated(depth: number): Build {
    const atom = this.#atom(depth);
    const match = /^(?:[*+?]|\{(\d{1,3})(,(\d{1,3})?)?\})/.exec(this.#pattern.slice(this.#at));
    if (match === null) {
      if (/^\{\d+(,\d*)?\}/.test(this.#pattern.slice(this.#at))) this.#refuse('a repetition of more than 999 times');
      return atom;
    }
    this.#at += match[0].length;
    if (this.#take('?') || /^[*+?{]/.test(this.#peek())) this.#refuse('a quantifier after a quantifier');
    const sign = match[0];
    if (sign === '*') return this.#star(atom);
    if (sign === '+') return this.#times(atom, 1, undefined);
    if (sign === '?') return this.#times(atom, 0, 1);
    const least = Number(match[1]);
    return this.#times(
      atom,
      least,
      match[2] === undefined ? least : match[3] === undefined ? undefined : Number(match[3]),
    );
  }

  #star(atom: Build): Build {
    return (next) => {
      const split: State = { type: 'split', next, other: next };
      const at = this.#add(split);
      split.other = atom(at);
      return at;
    };
  }

  #times(atom: Build, least: number, most: number | undefined): Build {
    if (most !== undefined && most < least) this.#refuse('`{m,n}` with n below m');
    return (next) => {
      let start = most === undefined ? this.#star(atom)(next) : next;
      for (let count = least; count < (most ?? least); count++) {
        start = this.#add({ type: 'split', next, other: atom(start) });
      }
      for (let count = 0; count < least; count++) start = atom(start);
      return start;
    };
  }

  #atom(depth: number): Build {
    const char = this.#peek();
    if (char === '(') return this.#group(depth);
    if (char === '^' || char === '$') {
      this.#at++;
      return (next) => this.#add({ type: char === '^' ? 'start' : 'end', next });
    }
    const rest = this.#pattern.slice(this.#at);
    const match =
      /^(?:\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\\u[\da-fA-F]{4}|\\[dDwWstSnr]|\\[^A-Za-z0-9]|[^\\*+?{}[\]()|])/u.exec(rest);
    if (match === null) this.#refuse(`\`${rest.slice(0, 3)}\``);
    this.#at += match[0].length;
    const test = charTest(match[0]);
    return (next) => this.#add({ type: 'char', test, next });
  }

  #group(depth: number): Build {
    if (/^\(\?(?!:)/.test(this.#pattern.slice(this.#at))) this.#refuse('look-around or another `(?`');
    this.#at += this.#pattern.startsWith('(?:', this.#at) ? 3 : 1;
    const inside = this.#alternatives(depth + 1);
    if (!this.#take(')')) this.#refuse('a `(` that is not closed');
    return inside;
  }

  #add(state: State): number {
    if (this.#states.length >= mostStates) this.#refuse('too many repetitions');
    return this.#states.push(state) - 1;
  }

  #peek(): string {
    return this.#pattern.charAt(this.#at);
  }

  #take(char: string): boolean {
    if (this.#peek() !== char) return false;
    this.#at++;
    return true;
  }

  #refuse(what: string): never {
    throw new RangeError(`the pattern "${this.#pattern}" has ${what} at ${this.#at + 1}, which is not understood here`);
  }
}

/** JavaScript knows what one character's class means; only one character at a time is ever given to it. */
function charTest(atom: string): (char: string) => boolean {
  if (atom === '.') return (char) => char !== '\n';
  if ([...atom].length === 1) return (char) => char === atom;
  const escaped = atom.startsWith('[') ? atom.replace(/^\[(\^?)\]/, '[$1\\]') : atom;
  const regexp = new RegExp(`^(?:${/^\\[^A-Za-z0-9]$/.test(atom) ? escapeSyntax(atom.slice(1)) : escaped})$`, 'u');
  return (char) => regexp.test(char);
}

const escapeSyntax = (char: string): string => (/[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char);

function search(states: readonly State[], start: number, text: string): boolean {
  let current = new Set<number>();
  const chars = [...text];
  for (let at = 0; at <= chars.length; at++) {
    if (follow(states, start, at, chars.length, current)) return true;
    if (at === chars.length) return false;
    const next = new Set<number>();
    for (const index of current) {
      const state = states[index];
      if (state?.type !== 'char' || !state.test(chars[at] ?? '')) continue;
      if (follow(states, state.next, at + 1, chars.length, next)) return true;
    }
    current = next;
  }
  return false;
}

/** Adds the states that are reached without reading a character; true when the match is one of them. */
function follow(states: readonly State[], from: number, at: number, length: number, reached: Set<number>): boolean {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (reached.has(index)) continue;
    const state = states[index];
    if (state === undefined) continue;
    if (state.type === 'match') return true;
    reached.add(index);
    if (state.type === 'split') open.push(state.next, state.other);
    else if (state.type === 'start' && at === 0) open.push(state.next);
    else if (state.type === 'end' && at === length) open.push(state.next);
  }
  return false;
}
