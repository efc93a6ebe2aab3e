import type { Loading } from '../../../engine/action.ts';
import { asText, type CompiledExpression, type Scope, type Variables } from '../../../engine/expression.ts';
import type { Position } from '../../../engine/source.ts';

/** Text with values in it. */
export interface Template {
  fill(variables: Variables): string;
}

const plainPath = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*|\[\d+\])*$/;

/**
 * Reads `{=expression}` and `{path}`, where a path begins with a name of the scope or else in the business data.
 * `{{` is a brace; braces around anything else stay as they are.
 */
export function readTemplate(text: string, loading: Loading, at: Position, scope: Scope): Template | undefined {
  const parts: (string | CompiledExpression)[] = [];
  let complete = true;
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf('{', from);
    if (open < 0) break;
    if (text[open + 1] === '{') {
      parts.push(text.slice(from, open + 1));
      from = open + 2;
      continue;
    }
    const close = closingBrace(text, open);
    const inner = text.slice(open + 1, close);
    const expression = close < 0 ? undefined : expressionIn(inner, scope);
    if (expression === undefined) {
      parts.push(text.slice(from, open + 1));
      from = open + 1;
      continue;
    }
    const compiled = loading.expression(expression, shifted(at, open + (inner.startsWith('=') ? 1 : 0)), { scope });
    if (compiled === undefined) complete = false;
    else parts.push(text.slice(from, open), compiled);
    from = close + 1;
  }
  parts.push(text.slice(from));
  if (!complete) return undefined;
  return { fill: (variables) => parts.map((part) => show(part, variables)).join('') };
}

function expressionIn(inner: string, scope: Scope): string | undefined {
  if (inner.startsWith('=')) return inner;
  if (!plainPath.test(inner)) return undefined;
  const [first = ''] = inner.split(/[.[]/);
  return Object.hasOwn(scope, first) ? `=${inner}` : `=invoice.${inner}`;
}

/** The brace that closes the one at `open`: not one inside a text, nor of a map. */
function closingBrace(text: string, open: number): number {
  let depth = 0;
  let quote = '';
  for (let at = open; at < text.length; at++) {
    const character = text[at] ?? '';
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (text[open + 1] === '=' && (character === '"' || character === "'")) quote = character;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at;
  }
  return -1;
}

function show(part: string | CompiledExpression, variables: Variables): string {
  if (typeof part === 'string') return part;
  try {
    return asText(part.evaluate(variables)) ?? '';
  } catch {
    // The rule is broken already; a value of its message that cannot be computed must not hide that.
    return '?';
  }
}

/** The same node, for an expression that stands `shift` characters into its text. */
function shifted({ file, path }: Position, shift: number): Position {
  const place: Position['file']['place'] = (at, part, offset, length) =>
    file.place(at, part, (offset ?? 0) + shift, length);
  return { path, file: { path: file.path, text: file.text, data: file.data, place } };
}
