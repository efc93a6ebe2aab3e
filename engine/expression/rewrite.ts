import type { Token } from './scan.ts';

/** Expression text as CEL gets it, and where each of its offsets was in the original. */
export interface Rewritten {
  readonly text: string;
  original(offset: number): number;
}

/**
 * Puts into CEL's words what means something else here:
 * `0.16` is an exact decimal and never a binary fraction; `null` is a value of any type; `has(x)` asks whether x is absent,
 * `""` too, and x is checked, which CEL's own macro does not; a variable with a name that CEL gives a meaning of its own
 * gets another.
 */
export function rewrite(expression: string, tokens: readonly Token[], alias: (name: string) => string): Rewritten {
  let text = '';
  let end = 0;
  const jumps: { at: number; from: number; length: number; original: number }[] = [];
  tokens.forEach((token, index) => {
    const replacement = replace(token, tokens[index - 1], tokens[index + 1], alias);
    if (replacement === undefined) return;
    text += expression.slice(end, token.offset);
    end = token.offset + token.text.length;
    jumps.push({ at: text.length, from: token.offset, length: replacement.length, original: token.text.length });
    text += replacement;
  });
  text += expression.slice(end);
  return {
    text,
    original(offset) {
      const jump = jumps.findLast((each) => each.at <= offset);
      if (jump === undefined) return offset;
      const beyond = offset - jump.at - jump.length;
      return beyond < 0 ? jump.from : jump.from + jump.original + beyond;
    },
  };
}

function replace(
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  alias: (name: string) => string,
): string | undefined {
  if (token.type === 'number') {
    return /^[\d.]+(e[+-]?\d+)?$/i.test(token.text) && /[.e]/i.test(token.text) ? literal(token.text) : undefined;
  }
  if (token.type !== 'name' || before?.text === '.') return undefined;
  if (token.text === 'null') return 'absent()';
  if (after?.text === '(') return token.text === 'has' ? 'present' : undefined;
  const other = alias(token.text);
  return other === token.text ? undefined : other;
}

/** `.5` and `1.` are decimals in CEL; the exact text has digits on both sides of the point. */
function literal(text: string): string {
  const digits = text.replace(/^\./, '0.').replace(/\.(?=e|$)/i, '');
  return `decimal("${digits}")`;
}
