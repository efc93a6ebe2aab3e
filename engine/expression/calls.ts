import { compilePattern } from './date-format.ts';
import { celBuiltins, expressionFunctions } from './functions/index.ts';
import { deepestMacros } from './language.ts';
import { nearHint } from './near.ts';
import { compileTextPattern } from './pattern.ts';
import type { ExpressionProblem } from './problem.ts';
import { type Call, callsOf, literalText, type Token } from './scan.ts';

const celMethods: ReadonlySet<string> = new Set(celBuiltins.filter((each) => each.method).map((each) => each.name));
const celFunctions = celBuiltins.filter((each) => !each.method);
const functions: ReadonlySet<string> = new Set([...celFunctions, ...expressionFunctions].map((each) => each.name));

/** What CEL's own check would let through: functions and literals that are not offered, deep nesting, patterns that cannot be read. */
export function checkCalls(tokens: readonly Token[]): readonly ExpressionProblem[] {
  const calls = callsOf(tokens).flatMap((call) => unknownCall(call) ?? tooDeep(call) ?? wrongPattern(call) ?? []);
  return [...tokens.flatMap((token) => closedLiteral(token) ?? []), ...calls];
}

function closedLiteral(token: Token): ExpressionProblem | undefined {
  const unsigned = token.type === 'number' && /u$/i.test(token.text);
  const bytes = token.type === 'text' && /^[rR]?[bB]/.test(token.text);
  if (!unsigned && !bytes) return undefined;
  return at(token, 'EXPRESSION_SYNTAX', `${unsigned ? 'unsigned numbers' : 'bytes'} have no use here`);
}

function unknownCall({ name, method }: Call): ExpressionProblem | undefined {
  if ((method ? celMethods : functions).has(name.text)) return undefined;
  const kind = method ? 'method' : 'function';
  const other = method && functions.has(name.text) ? `It is a function: write ${name.text}(value, …).` : undefined;
  const instead = !method && celMethods.has(name.text) ? `It is a method: write value.${name.text}(…).` : undefined;
  const hint = other ?? instead ?? nearHint(name.text, method ? celMethods : functions);
  return at(name, 'EXPRESSION_UNKNOWN_NAME', `there is no ${kind} \`${name.text}\``, hint);
}

function tooDeep({ name, nesting }: Call): ExpressionProblem | undefined {
  if (nesting <= deepestMacros) return undefined;
  const message = `list macros are nested more than ${deepestMacros} deep`;
  return at(name, 'EXPRESSION_SYNTAX', message, 'Divide it with $with, or into steps.');
}

function wrongPattern(call: Call): ExpressionProblem | undefined {
  const compile = call.method ? undefined : patterns[call.name.text];
  const [literal, ...more] = call.arguments[1] ?? [];
  if (compile === undefined || literal?.type !== 'text' || more.length > 0) return undefined;
  try {
    compile(literalText(literal));
    return undefined;
  } catch (error) {
    return at(literal, 'EXPRESSION_TYPE', error instanceof Error ? error.message : String(error));
  }
}

const patterns: Readonly<Record<string, (pattern: string) => unknown>> = {
  matches: compileTextPattern,
  format: compilePattern,
};

function at(token: Token, code: ExpressionProblem['code'], message: string, hint?: string): ExpressionProblem {
  const where = { offset: token.offset, length: token.text.length };
  return { code, message, ...(hint === undefined ? {} : { hint }), ...where };
}
