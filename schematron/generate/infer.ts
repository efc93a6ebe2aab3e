import { type Expression, fn, type Step, xs } from '../xpath/index.ts';
import { signatureOf } from './library.ts';
import { expandedName, type Scope, variableOf, withContext, withVariable } from './scope.ts';
import {
  atomized,
  either,
  emptySequence,
  isDecimal,
  type Kind,
  many,
  type Occurs,
  one,
  optional,
  type Type,
  together,
} from './types.ts';

/** What is known of an expression's value before any document is seen. */
export function infer(e: Expression, scope: Scope): Type {
  switch (e.kind) {
    case 'literal':
      return one(e.type === 'integer' && e.value.length < 10 ? 'count' : e.type);
    case 'context':
      return scope.context?.type ?? one('item');
    case 'root':
      return { kind: 'node', occurs: 'one', main: scope.context?.type.main === true };
    case 'variable':
      return variableOf(scope, e.name)?.type ?? many('item');
    case 'sequence':
      return e.items.map((item) => infer(item, scope)).reduce(together, emptySequence);
    case 'step':
      return inferStep(e, scope);
    case 'path':
      return inferPath(e.steps, scope);
    case 'filter': {
      const base = infer(e.base, scope);
      return base.occurs === 'many' && !e.predicates.some(isFirst) ? base : { ...base, occurs: 'optional' };
    }
    case 'if':
      return either(infer(e.then, scope), infer(e.otherwise, scope));
    case 'for':
      return inferFor(e, scope);
    case 'call':
      return inferCall(e, scope);
    default:
      return inferOperator(e, scope);
  }
}

function inferOperator(e: Expression, scope: Scope): Type {
  switch (e.kind) {
    case 'value':
    case 'order': {
      const isOne = infer(e.left, scope).occurs === 'one' && infer(e.right, scope).occurs === 'one';
      return isOne ? one('boolean') : optional('boolean');
    }
    case 'arithmetic':
      return inferArithmetic(e.operator, atomized(infer(e.left, scope)), atomized(infer(e.right, scope)));
    case 'set': {
      const main = infer(e.left, scope).main === true && infer(e.right, scope).main === true;
      return { kind: 'node', occurs: 'many', main };
    }
    case 'range':
      return many('count');
    case 'negate':
    case 'plus':
      return inferSign(atomized(infer(e.operand, scope)));
    case 'treat':
      return { ...infer(e.operand, scope), occurs: 'many' };
    case 'cast': {
      const kind = kindOfType(e.type.local);
      return e.optional && infer(e.operand, scope).occurs !== 'one' ? optional(kind) : one(kind);
    }
    default:
      return one('boolean');
  }
}

function inferStep(step: Step, scope: Scope): Type {
  const main = scope.context?.type.main === true;
  const isSingle =
    step.axis === 'parent' ||
    step.axis === 'self' ||
    (step.axis === 'attribute' && step.test.local !== undefined && step.test.uri !== undefined) ||
    step.predicates.some(isFirst);
  return { kind: 'node', occurs: isSingle ? 'optional' : 'many', main };
}

/** `[3]` leaves one at most. */
function isFirst(predicate: Expression): boolean {
  return predicate.kind === 'literal' && predicate.type === 'integer';
}

function inferPath(steps: readonly Expression[], scope: Scope): Type {
  let type: Type = scope.context?.type ?? one('item');
  let occurs: Occurs = 'one';
  let inner = scope;
  for (const step of steps) {
    type = infer(step, inner);
    occurs = occurs === 'many' || type.occurs === 'many' ? 'many' : occurs === 'one' ? type.occurs : 'optional';
    inner = withContext(inner, { js: '', type: { ...type, occurs: 'one' } });
  }
  return { ...type, occurs };
}

function inferFor(e: Expression & { kind: 'for' }, scope: Scope): Type {
  let inner = scope;
  for (const { name, in: range } of e.bindings)
    inner = withVariable(inner, name, { js: '', type: { ...infer(range, inner), occurs: 'one' } });
  return { ...infer(e.body, inner), occurs: 'many' };
}

export function inferArithmetic(operator: string, a: Type, b: Type): Type {
  const occurs = a.occurs === 'one' && b.occurs === 'one' ? 'one' : 'optional';
  return { kind: arithmeticKind(operator, a.kind, b.kind), occurs };
}

function arithmeticKind(operator: string, a: Kind, b: Kind): Kind {
  const isDouble = (kind: Kind) => kind === 'double' || kind === 'untyped';
  if (isDecimal(a) && isDecimal(b)) {
    if (operator === 'idiv') return 'integer';
    return operator === 'div' || a === 'decimal' || b === 'decimal' ? 'decimal' : 'integer';
  }
  if ((isDouble(a) && (isDouble(b) || isDecimal(b))) || (isDecimal(a) && isDouble(b)))
    return operator === 'idiv' ? 'integer' : 'double';
  return 'atomic';
}

function inferSign({ kind, occurs }: Type): Type {
  const result = kind === 'count' ? 'integer' : kind === 'untyped' ? 'double' : isDecimal(kind) ? kind : 'atomic';
  return { kind: kind === 'double' ? 'double' : result, occurs: occurs === 'one' ? 'one' : 'optional' };
}

function inferCall(e: Expression & { kind: 'call' }, scope: Scope): Type {
  const user = scope.functions.get(`${expandedName(e.name)}/${e.arguments.length}`);
  if (user !== undefined) return user.result;
  if (e.name.uri === xs) {
    const [argument] = e.arguments;
    const isOne = argument !== undefined && infer(argument, scope).occurs === 'one';
    return isOne ? one(kindOfType(e.name.local)) : optional(kindOfType(e.name.local));
  }
  const signature = e.name.uri === fn ? signatureOf(e.name.local, e.arguments.length) : undefined;
  if (signature === undefined) return many('item');
  return typeof signature.result === 'function'
    ? signature.result(
        e.arguments.map((argument) => infer(argument, scope)),
        scope,
      )
    : signature.result;
}

/** How values of an atomic type are held. */
export function kindOfType(local: string): Kind {
  switch (local) {
    case 'string':
    case 'normalizedString':
    case 'token':
    case 'language':
    case 'NMTOKEN':
    case 'Name':
    case 'NCName':
    case 'ID':
    case 'IDREF':
    case 'ENTITY':
      return 'string';
    case 'boolean':
    case 'decimal':
    case 'double':
      return local;
    case 'untypedAtomic':
      return 'untyped';
    default:
      return /^(?:integer|long|int|short|byte|(?:nonPositive|negative|nonNegative|positive)Integer|unsigned\w+)$/.test(
        local,
      )
        ? 'integer'
        : 'atomic';
  }
}
