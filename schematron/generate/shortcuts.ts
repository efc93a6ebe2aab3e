import { DynamicError, regex } from '../runtime/index.ts';
import type { Expression } from '../xpath/index.ts';
import { StaticProblem } from '../xpath/index.ts';
import { argument, single } from './convert.ts';
import type { Scope } from './scope.ts';
import { type Code, many, one } from './types.ts';

type Call = Expression & { readonly kind: 'call' };

/** matches(), replace() and tokenize() with a literal expression: compiled once, and checked now. */
export function staticRegex(e: Call, scope: Scope): Code | undefined {
  const [text, pattern, ...more] = e.arguments;
  if (text === undefined || pattern?.kind !== 'literal' || pattern.type !== 'string') return undefined;
  const flags = e.name.local === 'replace' ? more[1] : more[0];
  if (flags !== undefined && flags.kind !== 'literal') return undefined;
  check(pattern.value, flags?.value ?? '', pattern);
  const { module } = scope;
  const made = `${module.runtime('regex')}(${JSON.stringify(pattern.value)}, ${JSON.stringify(flags?.value ?? '')})`;
  const compiled = module.constant('regex_', made);
  const subject = single(text, scope);
  const given =
    subject.type.occurs === 'one' && (subject.type.kind === 'string' || subject.type.kind === 'untyped')
      ? subject.js
      : `${module.runtime('orEmpty')}(${argument(text, scope, 'string?')})`;
  if (e.name.local === 'tokenize' && text.kind === 'literal') {
    const list = module.constant('list', `${compiled}.split(${given})`);
    return { js: list, type: many('string'), constant: true };
  }
  if (e.name.local === 'matches') return { js: `${compiled}.test(${given})`, type: one('boolean') };
  if (e.name.local === 'tokenize') return { js: `${compiled}.split(${given})`, type: many('string') };
  const [replacement] = more;
  if (replacement === undefined) return undefined;
  return { js: `${compiled}.replace(${given}, ${argument(replacement, scope, 'string')})`, type: one('string') };
}

function check(pattern: string, flags: string, at: Expression): void {
  try {
    regex(pattern, flags);
  } catch (error) {
    if (error instanceof DynamicError) throw new StaticProblem(error.code, error.message, at.start, at.end);
    throw error;
  }
}

/** `contains(' AE AF … ', concat(' ', x, ' '))`: a look-up in a set, unless x holds a blank itself. */
export function codeList(e: Call, scope: Scope): Code | undefined {
  const [list, wanted] = e.arguments;
  if (list?.kind !== 'literal' || wanted?.kind !== 'call' || wanted.name.local !== 'concat') return undefined;
  const [before, code, after] = wanted.arguments;
  if (wanted.arguments.length !== 3 || !isBlank(before) || !isBlank(after) || code === undefined) return undefined;
  const { module } = scope;
  const made = `new ${module.runtime('CodeList')}(${JSON.stringify(list.value)})`;
  const text = single(code, scope);
  if (text.type.kind !== 'string' && text.type.kind !== 'untyped') return undefined;
  const given = text.type.occurs === 'one' ? text.js : `${module.runtime('orEmpty')}(${text.js})`;
  return { js: `${module.constant('codes', made)}.has(${given})`, type: one('boolean') };
}

function isBlank(e: Expression | undefined): boolean {
  return e?.kind === 'literal' && e.type === 'string' && e.value === ' ';
}
