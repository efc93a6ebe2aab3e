import type { Expression } from '../xpath/index.ts';
import { condition } from './condition.ts';
import { converter, items, single } from './convert.ts';
import { infer } from './infer.ts';
import { mentionsLocal, type Scope, withContext, withLocal } from './scope.ts';
import { type Code, isNumeric, one, type Type } from './types.ts';

interface Condition {
  readonly js: string;
  /** The variable that counts candidates, when the predicate asks for a position. */
  readonly counter: string | undefined;
}

interface Predicates {
  readonly conditions: readonly Condition[];
  readonly usesPosition: boolean;
  readonly usesLast: boolean;
}

/** The conditions of predicates for the candidate `node`. */
export function predicatesOf(
  predicates: readonly Expression[],
  scope: Scope,
  type: Type,
  node = 'candidate',
): Predicates {
  const conditions: Condition[] = [];
  let usesLast = false;
  let inner = scope;
  for (const predicate of predicates) {
    const position = withLocal(inner, 'p');
    const last = withLocal(position.inner, 'l');
    inner = last.inner;
    const focus = {
      ...withContext(inner, { js: node, type: { ...type, occurs: 'one' } as Type }),
      position: position.name,
      last: last.name,
    };
    const js = test(predicate, { ...focus, locals: node === 'candidate' ? [...focus.locals, node] : focus.locals });
    usesLast ||= mentionsLocal(js, last.name);
    conditions.push({
      js,
      counter: mentionsLocal(js, position.name) || mentionsLocal(js, last.name) ? position.name : undefined,
    });
  }
  return { conditions, usesPosition: conditions.some(({ counter }) => counter !== undefined), usesLast };
}

/** A number is a position, all else true or false. */
function test(predicate: Expression, scope: Scope): string {
  const { kind, occurs, empty } = infer(predicate, scope);
  const { module, position = '' } = scope;
  if (empty === true) return 'false';
  if (isNumeric(kind) && occurs !== 'many') {
    const number = single(predicate, scope);
    const convert = converter(number.type.kind, 'double', module);
    if (number.type.occurs === 'one')
      return `${position} === ${convert === undefined ? number.js : `${convert}(${number.js})`}`;
    return `${position} === ${module.runtime('positionOf')}(${number.js})`;
  }
  if (kind === 'atomic' || kind === 'item' || isNumeric(kind))
    return `${module.runtime('predicate')}(${items(predicate, scope)}, ${position})`;
  return condition(predicate, scope);
}

/** An array after predicates that may ask for last(). */
export function filtered(array: string, predicates: readonly Expression[], scope: Scope, type: Type): string {
  let result = array;
  let outer = scope;
  for (const predicate of predicates) {
    const item = withLocal(outer, 'n');
    const position = withLocal(item.inner, 'p');
    const last = withLocal(position.inner, 'l');
    outer = last.inner;
    const focus = withContext(outer, { js: item.name, type: { ...type, occurs: 'one' } });
    const js = test(predicate, { ...focus, position: position.name, last: last.name });
    result = `${scope.module.runtime('filter')}(${result}, (${item.name}, ${position.name}, ${last.name}) => ${js})`;
  }
  return result;
}

/** Items that are no nodes, after predicates. */
export function filteredItems(base: Code, predicates: readonly Expression[], scope: Scope): Code {
  const type: Type = { ...base.type, occurs: 'many' };
  return { js: filtered(base.js, predicates, scope, one(type.kind)), type };
}
