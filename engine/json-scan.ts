/** Walks over the text of JSON without building anything: for depth, losses, duplicate keys and positions. */

/** What a look at a text tells. Of a text that is not JSON only `tooDeep` means something. */
export interface Survey {
  /** Offset of the first bracket that goes deeper than allowed; nothing was looked at after it. */
  readonly tooDeep?: number;
  /** How many members its objects have, those with equal keys counted each. */
  readonly members: number;
  /** Whether each number is written as JavaScript writes it: one that is not would be read with other digits. */
  readonly exact: boolean;
}

/** Looks at any text once, so that it can be done before parsing. */
export function survey(text: string, deepest: number): Survey {
  let depth = 0;
  let members = 0;
  let exact = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === colon) members++;
    else if (code === openBrace || code === openBracket) {
      if (++depth > deepest) return { tooDeep: at, members, exact };
    } else if (code === closeBrace || code === closeBracket) depth--;
    else if (code <= nine && code >= minus) {
      const end = endOfWord(text, at);
      const word = text.slice(at, end);
      exact &&= String(Number(word)) === word;
      at = end - 1;
    }
  }
  return { members, exact };
}

/** The second of two equal keys of one object. `text` must be JSON. */
export function duplicateIn(text: string): { readonly key: string; readonly offset: number } | undefined {
  let duplicate: { key: string; offset: number } | undefined;
  const keys: Set<string>[] = [];
  walk(text, {
    open: () => keys.push(new Set()),
    close: () => keys.pop(),
    key(offset, end) {
      const key = keyAt(text, offset, end);
      const seen = keys.at(-1);
      if (seen?.has(key)) duplicate ??= { key, offset };
      seen?.add(key);
    },
    value() {},
    done: () => duplicate !== undefined,
  });
  return duplicate;
}

/** Where the value at a path starts; its nearest parent's start where there is none. `text` must be JSON. */
export function locate(text: string, path: readonly (string | number)[]): number {
  let best = 0;
  let matched = -1;
  const trail: (string | number)[] = [];
  const value = (offset: number): void => {
    const last = trail.at(-1);
    if (typeof last === 'number') trail[trail.length - 1] = last + 1;
    if (trail.length !== matched + 1 || trail.length > path.length || !startsWith(path, trail)) return;
    best = offset;
    matched = trail.length;
  };
  walk(text, {
    open(offset, list) {
      value(offset);
      trail.push(list ? -1 : '');
    },
    close: () => trail.pop(),
    key(offset, end) {
      trail[trail.length - 1] = keyAt(text, offset, end);
    },
    value,
    text: value,
    done: () => matched === path.length,
  });
  return best;
}

/** Is told of every part of the text in order. */
interface Visitor {
  open(offset: number, list: boolean): unknown;
  close(): unknown;
  key(offset: number, end: number): unknown;
  /** A number, true, false or null. */
  value(offset: number): unknown;
  text?(offset: number): unknown;
  /** Whether it has seen enough; asked after each key and value. */
  done(): boolean;
}

function walk(text: string, visitor: Visitor): void {
  const lists: boolean[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length && !visitor.done(); ) {
    const code = text.charCodeAt(at);
    let next = at + 1;
    if (code === openBrace || code === openBracket) {
      keyNext = code === openBrace;
      lists.push(!keyNext);
      visitor.open(at, !keyNext);
    } else if (code === closeBrace || code === closeBracket) {
      lists.pop();
      keyNext = false;
      visitor.close();
    } else if (code === comma) {
      keyNext = lists.at(-1) === false;
    } else if (code === quote) {
      next = endOfString(text, at);
      if (keyNext) visitor.key(at, next);
      else visitor.text?.(at);
      keyNext = false;
    } else if (code > space && code !== colon) {
      next = endOfWord(text, at);
      visitor.value(at);
    }
    at = next;
  }
}

function keyAt(text: string, offset: number, end: number): string {
  const inside = text.slice(offset + 1, end - 1);
  return inside.includes('\\') ? String(JSON.parse(text.slice(offset, end))) : inside;
}

function startsWith(path: readonly (string | number)[], trail: readonly (string | number)[]): boolean {
  return trail.every((part, index) => String(part) === String(path[index]));
}

function endOfString(text: string, at: number): number {
  for (let end = at + 1; ; ) {
    const next = text.indexOf('"', end);
    if (next < 0) return text.length;
    let slashes = 0;
    while (text.charCodeAt(next - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return next + 1;
    end = next + 1;
  }
}

function endOfWord(text: string, at: number): number {
  let end = at;
  while (end < text.length && !stops.has(text.charCodeAt(end))) end++;
  return end;
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const space = 0x20;
const minus = 0x2d;
const nine = 0x39;
const stops = new Set([comma, closeBrace, closeBracket, space, 0x09, 0x0a, 0x0d]);
