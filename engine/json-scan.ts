/** Walks over the text of JSON without building anything: for depth, duplicate keys and positions. */

/** Offset of the bracket that goes deeper than allowed. Works on any text, so that it can run before parsing. */
export function depthExceeded(text: string, deepest: number): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) at = endOfString(text, at) - 1;
    else if (code === openBrace || code === openBracket) {
      if (++depth > deepest) return at;
    } else if (code === closeBrace || code === closeBracket) depth--;
  }
  return undefined;
}

/** The second of two equal keys in one object. `text` must be JSON. */
export function firstDuplicate(text: string): { key: string; offset: number } | undefined {
  let found: { key: string; offset: number } | undefined;
  const keys: Set<string>[] = [];
  walk(text, (event) => {
    if (event.type === 'open') keys.push(new Set());
    else if (event.type === 'close') keys.pop();
    else if (event.type === 'key') {
      const seen = keys.at(-1);
      if (seen?.has(event.key)) found = { key: event.key, offset: event.offset };
      seen?.add(event.key);
    }
    return found === undefined;
  });
  return found;
}

/** Where the value at a path starts; its nearest parent's start where there is none. `text` must be JSON. */
export function locate(text: string, path: readonly (string | number)[]): number {
  let best = 0;
  let matched = -1;
  const trail: (string | number)[] = [];
  walk(text, (event) => {
    if (event.type === 'open') trail.push(event.list ? -1 : '');
    else if (event.type === 'close') trail.pop();
    else if (event.type === 'key') trail[trail.length - 1] = event.key;
    else {
      const last = trail.at(-1);
      if (typeof last === 'number') trail[trail.length - 1] = last + 1;
      if (trail.length === matched + 1 && trail.length <= path.length && startsWith(path, trail)) {
        best = event.offset;
        matched = trail.length;
      }
    }
    return matched < path.length;
  });
  return best;
}

type Event =
  | { type: 'open'; list: boolean }
  | { type: 'close' }
  | { type: 'key'; key: string; offset: number }
  | { type: 'value'; offset: number };

/** Calls `visit` for each token until it says false; a value is told before it opens. */
function walk(text: string, visit: (event: Event) => boolean): void {
  const lists: boolean[] = [];
  let keyNext = false;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    let next = at + 1;
    let go = true;
    if (code === openBrace || code === openBracket) {
      const list = code === openBracket;
      lists.push(list);
      keyNext = !list;
      go = visit({ type: 'value', offset: at }) && visit({ type: 'open', list });
    } else if (code === closeBrace || code === closeBracket) {
      lists.pop();
      keyNext = false;
      go = visit({ type: 'close' });
    } else if (code === comma) keyNext = lists.at(-1) === false;
    else if (code === quote && keyNext) {
      next = endOfString(text, at);
      keyNext = false;
      go = visit({ type: 'key', key: String(JSON.parse(text.slice(at, next))), offset: at });
    } else if (code > space && code !== colon) {
      next = code === quote ? endOfString(text, at) : endOfWord(text, at);
      go = visit({ type: 'value', offset: at });
    }
    if (!go) return;
    at = next;
  }
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
const stops = new Set([comma, closeBrace, closeBracket, space, 0x09, 0x0a, 0x0d]);
