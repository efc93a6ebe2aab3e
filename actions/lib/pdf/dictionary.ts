const LARGEST = 65_536;

/**
 * Where the dictionary ends that begins with `<<` at `begin`; undefined when it does not, within 64 KB. Brackets in strings
 * and comments do not count (ISO 32000-1, 7.2 and 7.3).
 */
export function dictionaryAt(text: string, begin: number): number | undefined {
  const last = Math.min(text.length, begin + LARGEST);
  let depth = 0;
  for (let at = begin; at < last; ) {
    const character = text[at];
    if (character === '(') at = pastString(text, at, last);
    else if (character === '%') at = pastComment(text, at);
    else if (character === '<' && text[at + 1] === '<') {
      depth++;
      at += 2;
    } else if (character === '>' && text[at + 1] === '>') {
      depth--;
      at += 2;
      if (depth === 0) return at;
    } else at++;
  }
  return undefined;
}

/** The next place that is neither white space nor comment. */
export function pastBlanks(text: string, begin: number): number {
  for (let at = begin; ; ) {
    const character = text[at];
    if (character === '%') at = pastComment(text, at);
    else if (character !== undefined && '\0\t\n\f\r '.includes(character)) at++;
    else return at;
  }
}

function pastComment(text: string, begin: number): number {
  for (let at = begin; ; at++) {
    const character = text[at];
    if (character === undefined || character === '\r' || character === '\n') return at;
  }
}

/** A string's parentheses are balanced, or written with a reverse solidus. */
function pastString(text: string, begin: number, last: number): number {
  let depth = 0;
  for (let at = begin; at < last; at++) {
    const character = text[at];
    if (character === '\\') at++;
    else if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at + 1;
  }
  return last;
}
