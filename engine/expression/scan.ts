import { evaluate } from '@marcbachmann/cel-js';

/** A word or sign of an expression. */
export interface Token {
  readonly type: 'name' | 'number' | 'text' | 'sign';
  readonly text: string;
  readonly offset: number;
}

/** A use of a function or method, with its second argument where that is one literal text. */
export interface Call {
  readonly name: Token;
  readonly method: boolean;
  /** How many list macros stand around it and it is one itself. */
  readonly nesting: number;
  readonly arguments: readonly (readonly Token[])[];
}

const macros: ReadonlySet<string> = new Set(['map', 'filter', 'all', 'exists', 'exists_one']);

const literal =
  /[bB]?[rR]"[^"\n]*"|[bB]?[rR]'[^'\n]*'|[bB]?(?:"{3}[\s\S]*?"{3}|'{3}[\s\S]*?'{3})|[bB]?"(?:\\.|[^"\\\n])*"|[bB]?'(?:\\.|[^'\\\n])*'/;
const number = /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[uU]?/;
const words = new RegExp(
  `\\s+|(?<text>${literal.source})|(?<number>${number.source})|(?<name>[A-Za-z_]\\w*)|(?<sign>[!=<>]=|&&|\\|\\||[\\s\\S])`,
  'gy',
);

/** Cuts an expression into its words and signs; whatever CEL cannot read comes out as signs. */
export function tokensOf(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  for (const { groups = {}, index } of expression.matchAll(words)) {
    for (const type of ['text', 'number', 'name', 'sign'] as const) {
      const text = groups[type];
      if (text !== undefined) tokens.push({ type, text, offset: index });
    }
  }
  return tokens;
}

/** All calls in an expression, from the inside outwards. */
export function callsOf(tokens: readonly Token[]): readonly Call[] {
  const calls: Call[] = [];
  const open: { call: Omit<Call, 'arguments'> | undefined; arguments: Token[][] }[] = [];
  tokens.forEach((token, index) => {
    const inside = open.at(-1);
    if (token.type === 'sign' && '([{'.includes(token.text)) {
      const name = token.text === '(' ? tokens[index - 1] : undefined;
      const call = name?.type === 'name' && name.text !== 'in' ? describe(name, tokens[index - 2], open) : undefined;
      open.push({ call, arguments: [[]] });
    } else if (token.type === 'sign' && ')]}'.includes(token.text)) {
      const closed = open.pop();
      if (closed?.call !== undefined) calls.push({ ...closed.call, arguments: closed.arguments });
    } else if (token.text === ',' && token.type === 'sign') inside?.arguments.push([]);
    else inside?.arguments.at(-1)?.push(token);
  });
  return calls;
}

function describe(name: Token, before: Token | undefined, open: readonly { call: { name: Token } | undefined }[]) {
  const method = before?.type === 'sign' && before.text === '.';
  const around = open.filter(({ call }) => call !== undefined && macros.has(call.name.text)).length;
  return { name, method, nesting: around + (method && macros.has(name.text) ? 1 : 0) };
}

/** The text that a literal stands for. */
export function literalText(token: Token): string {
  return String(evaluate(token.text));
}
