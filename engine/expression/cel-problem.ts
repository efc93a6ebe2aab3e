import type { TypeCheckResult } from '@marcbachmann/cel-js';
import type { Checker } from './checker.ts';
import { expressionFunctions } from './functions/index.ts';
import { nearHint } from './near.ts';
import type { ExpressionProblem } from './problem.ts';
import type { Rewritten } from './rewrite.ts';
import { inWords } from './types.ts';

type CelError = NonNullable<TypeCheckResult['error']>;

const yamlHint = "If YAML cut it off at `: ` or ` #`, put the whole expression in quotes: '=…'.";

/** What the library says about rewritten text, in the words of this language and at the place in the original. */
export function problemOf(
  error: CelError,
  expression: string,
  rewritten: Rewritten,
  names: readonly string[],
  checker: Checker,
): ExpressionProblem {
  const start = rewritten.original(error.range?.start ?? 0);
  const end = Math.max(start + 1, rewritten.original(error.range?.end ?? 0));
  const at = {
    offset: Math.min(start, expression.length),
    length: Math.max(1, Math.min(end, expression.length) - start),
  };
  if (error.name === 'ParseError') return syntaxProblem(error, expression, at);
  if (error.code === 'unknown_variable') {
    const name = expression.slice(start, end);
    const hint = nearHint(name, names);
    return { code: 'EXPRESSION_UNKNOWN_NAME', message: `there is no \`${name}\` here`, hint, ...at };
  }
  if (error.code === 'no_such_key') return memberProblem(error, expression, end, checker);
  const hint = typeHint(error.summary);
  const message = typeMessage(error.summary);
  return { code: 'EXPRESSION_TYPE', message, ...(hint === undefined ? {} : { hint }), ...at };
}

interface Range {
  readonly offset: number;
  readonly length: number;
}

function syntaxProblem(error: CelError, expression: string, at: Range): ExpressionProblem {
  const atEnd = at.offset >= expression.length || /unterminated|newline_in_string/.test(error.code);
  if (atEnd || isOpenTernary(expression, error)) {
    const code = isOpenTernary(expression, error) || atEnd ? 'YAML_UNQUOTED_EXPRESSION' : 'EXPRESSION_SYNTAX';
    const missing = closing[/Expected (\w+), got EOF/.exec(error.summary)?.[1] ?? ''];
    const why = missing === undefined ? error.summary : `a ${missing} is missing`;
    const hint = missing === undefined ? yamlHint : `Close what is open with ${missing}. ${yamlHint}`;
    return { code, message: `the expression ends before it is complete: ${why}`, hint, ...at };
  }
  const word = /^\w+/.exec(expression.slice(at.offset))?.[0] ?? expression.charAt(at.offset);
  const hint = signs[word.toLowerCase()];
  if (hint !== undefined)
    return { code: 'EXPRESSION_SYNTAX', message: `\`${word}\` is not understood here`, hint, ...at };
  return { code: 'EXPRESSION_SYNTAX', message: error.summary, ...at };
}

const closing: Readonly<Record<string, string>> = { RPAREN: '`)`', RBRACKET: '`]`', RBRACE: '`}`' };

/** What other languages write, and this one otherwise. */
const signs: Readonly<Record<string, string>> = Object.fromEntries([
  ['=', 'Two signs compare: ==.'],
  ['and', 'Write && for and.'],
  ['&', 'Write && for and.'],
  ['or', 'Write || for or.'],
  ['|', 'Write || for or.'],
  ['not', 'Write ! for not.'],
  ['if', 'Write condition ? value : other value, in quotes.'],
  ['then', 'Write condition ? value : other value, in quotes.'],
]);

const isOpenTernary = (expression: string, error: CelError): boolean =>
  error.summary.includes('COLON') && expression.includes('?');

function memberProblem(error: CelError, expression: string, end: number, checker: Checker): ExpressionProblem {
  const name = /No such key: (.*)/.exec(error.summary)?.[1] ?? '';
  const owner = ownerType(error);
  const shape = owner === undefined ? undefined : checker.shape(owner);
  const hint = nearHint(name, shape?.kind === 'object' ? shape.members.keys() : []);
  const offset = Math.max(0, expression.lastIndexOf(name, end - 1));
  // A type is named after the place where it was first met: the owner is called as it is written here, where it has a name.
  const written = /[A-Za-z_][\w.[\]]*(?=\.$)/.exec(expression.slice(0, offset))?.[0] ?? owner;
  return {
    code: 'EXPRESSION_UNKNOWN_NAME',
    message: `${written === undefined ? 'the value' : `\`${written}\``} has no \`${name}\``,
    hint,
    offset,
    length: name.length,
  };
}

/** The checked type of what the member was asked of; the library keeps it on its nodes. */
function ownerType(error: CelError): string | undefined {
  const args: unknown = error.node?.args;
  const owner: unknown = Array.isArray(args) ? args[0] : undefined;
  const type: unknown = typeof owner === 'object' && owner !== null ? Reflect.get(owner, 'checkedType') : undefined;
  return typeof type === 'object' && type !== null && 'name' in type ? String(type.name) : undefined;
}

/** The library's words for types that do not fit, in ours. */
export function typeMessage(summary: string): string {
  const operator = /^no such overload: (.+?) (\S+) (\S+)$/.exec(summary);
  if (operator !== null)
    return `\`${operator[2]}\` does not go with ${inWords(operator[1] ?? '')} and ${inWords(operator[3] ?? '')}`;
  const call = /^found no matching overload for '(?:.*\.)?(\w+)\((.*)\)'$/.exec(summary);
  if (call === null) return summary;
  const known = expressionFunctions.find((each) => each.name === call[1]);
  const uses = known === undefined ? '' : `; there is ${known.signatures.join(', ')}`;
  return `\`${call[1]}\` does not take (${call[2]})${uses}`;
}

export function typeHint(summary: string): string | undefined {
  if (/ \/ (decimal|int)$|decimal \/ /.test(summary)) return 'A quotient needs a scale: write divide(a, b, scale).';
  if (/string \+ (decimal|int|bool|date)|(decimal|int|bool|date\w*) \+ string/.test(summary)) {
    return 'Make it text first: text(…) or fixed(…, 2).';
  }
  if (/string [-*<>]=? ?(decimal|int)|(decimal|int) [-*+<>]=? ?string/.test(summary)) {
    return 'Make the text a number first: decimal(…).';
  }
  if (/decimal in list<int>/.test(summary)) return 'Write the numbers of the list with a point: [20.0, 5.0].';
  return undefined;
}
