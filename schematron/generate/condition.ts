import { type Expression, fn } from '../xpath/index.ts';
import { generalComparison } from './comparison.ts';
import { asArray, boxed } from './convert.ts';
import { infer } from './infer.ts';
import { eachItem } from './iterate.ts';
import { each, existsAtPath } from './path.ts';
import { expandedName, hoistTest, type Scope, withVariable } from './scope.ts';
import { isExpression } from './steps.ts';
import type { Code } from './types.ts';
import { value } from './value.ts';

/** The JavaScript expression, true or false, for an expression's effective boolean value. */
export function condition(e: Expression, scope: Scope): string {
  switch (e.kind) {
    case 'and':
    case 'or':
      return `(${e.operands.map((operand) => condition(operand, scope)).join(e.kind === 'and' ? ' && ' : ' || ')})`;
    case 'general':
      return generalComparison(e, scope);
    case 'some':
    case 'every':
      return quantified(e, scope);
    case 'if':
      return `(${condition(e.condition, scope)} ? ${condition(e.then, scope)} : ${condition(e.otherwise, scope)})`;
    case 'call': {
      const call = e.name.uri === fn ? logical(e.name.local, e.arguments, scope) : undefined;
      return call ?? truth(value(e, scope), scope);
    }
    default: {
      const type = infer(e, scope);
      return type.kind === 'node' ? exists(e, scope) : truth(value(e, scope), scope);
    }
  }
}

function logical(name: string, given: readonly Expression[], scope: Scope): string | undefined {
  const [argument] = given;
  if (argument === undefined) {
    if (name === 'true' || name === 'false') return name;
    return undefined;
  }
  if (given.length > 1) return undefined;
  if (name === 'not') return negation(condition(argument, scope));
  if (name === 'boolean') return condition(argument, scope);
  if (name === 'exists') return exists(argument, scope);
  return name === 'empty' ? negation(exists(argument, scope)) : undefined;
}

export function negation(js: string): string {
  if (js === 'true') return 'false';
  if (js === 'false') return 'true';
  if (/^[\w$[\]]+ >= 0$/.test(js)) return js.replace(' >= 0', ' < 0');
  if (/^[\w$[\]]+ < 0$/.test(js)) return js.replace(' < 0', ' >= 0');
  if (/^![\w$]+\([^()]*\)$/.test(js)) return js.slice(1);
  return /^[\w$]+\([^()]*\)$/.test(js) || js.startsWith('!(') ? `!${js}` : `!(${js})`;
}

/** Whether there is any item. */
function exists(e: Expression, scope: Scope): string {
  const type = infer(e, scope);
  if (type.empty === true) return 'false';
  if (type.kind === 'node' && e.kind !== 'variable' && e.kind !== 'context') {
    const known = existsAtPath(e, scope);
    if (known !== undefined) return known;
    return hoistTest(scope, 'exists', `${each(e, scope, 'any', () => 'return true;')}\nreturn false;`, e);
  }
  const code = value(e, scope);
  if (code.type.occurs === 'many') return `${code.js}.length > 0`;
  return code.type.occurs === 'one' ? `${scope.module.runtime('present')}(${code.js})` : `${code.js} !== undefined`;
}

/** The effective boolean value of a value. */
function truth(code: Code, scope: Scope): string {
  const { kind, occurs, empty } = code.type;
  const { module } = scope;
  if (empty === true) return 'false';
  if (kind === 'node')
    return occurs === 'many' ? `${code.js}.length > 0` : occurs === 'one' ? 'true' : `${code.js} !== undefined`;
  if (kind === 'boolean' && occurs === 'one') return code.js;
  if (occurs !== 'many') {
    if (kind === 'boolean') return `${code.js} === true`;
    // '' and 0, NaN and undefined are false.
    if (kind === 'string' || kind === 'untyped' || kind === 'count' || kind === 'double')
      return `${module.runtime('isTrue')}(${code.js})`;
  }
  return `${module.runtime('effectiveBoolean')}(${asArray(boxed(code, module), module)})`;
}

function quantified(e: Expression & { kind: 'some' | 'every' }, scope: Scope): string {
  const isSome = e.kind === 'some';
  const compared = isSome ? asComparison(e) : undefined;
  if (compared !== undefined) return generalComparison(compared, scope);
  const bind = (at: number, inner: Scope): string => {
    const binding = e.bindings[at];
    if (binding === undefined) {
      const holds = condition(e.body, inner);
      return isSome ? `if (${holds}) return true;` : `if (${negation(holds)}) return false;`;
    }
    return eachItem(binding.in, inner, (item, kind, deep) => {
      const main = infer(binding.in, inner).main === true;
      return bind(at + 1, withVariable(deep, binding.name, { js: item, type: { kind, occurs: 'one', main } }));
    });
  };
  return hoistTest(scope, e.kind, `${bind(0, scope)}\nreturn ${isSome ? 'false' : 'true'};`, e);
}

type Quantified = Expression & { readonly kind: 'some' | 'every' };

/** `some $x in list satisfies a = $x` says no more than `a = list`. */
function asComparison({ bindings, body, start, end }: Quantified): (Expression & { kind: 'general' }) | undefined {
  const [binding] = bindings;
  if (binding === undefined || bindings.length > 1 || body.kind !== 'general' || body.operator !== '=')
    return undefined;
  const isVariable = (e: Expression) => e.kind === 'variable' && expandedName(e.name) === expandedName(binding.name);
  const other = isVariable(body.right) ? body.left : isVariable(body.left) ? body.right : undefined;
  if (other === undefined || mentions(other, binding.name.local)) return undefined;
  return { kind: 'general', operator: '=', left: other, right: binding.in, start, end };
}

function mentions(e: Expression, variable: string): boolean {
  if (e.kind === 'variable') return e.name.local === variable;
  return Object.values(e).some((part: unknown) => {
    const parts = Array.isArray(part) ? part : [part];
    return parts.some((one) => isExpression(one) && mentions(one, variable));
  });
}
