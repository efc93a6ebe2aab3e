import { type Expression, fn } from '../xpath/index.ts';
import { isNamedChild, leadingNames } from './bases.ts';
import type { Scope } from './scope.ts';

/** Paths of elements below the context, as identifiers of names, of which one at least must be there. */
export type Needed = readonly (readonly string[])[];

/**
 * What must be there for the expression to be `wanted`; undefined when it may be so without any of it. Most asserts hold
 * of themselves where what they speak of is absent.
 */
export function neededPaths(e: Expression, wanted: boolean, scope: Scope): Needed | undefined {
  switch (e.kind) {
    case 'step':
      return wanted ? pathNames([e], scope) : undefined;
    case 'path':
      return wanted ? pathNames(e.steps, scope) : undefined;
    case 'filter':
      return wanted ? neededPaths(e.base, true, scope) : undefined;
    case 'set':
      return wanted && e.operator === 'union' ? eitherNeeded(e.left, e.right, scope) : undefined;
    case 'and':
      return wanted ? firstNeeded(e.operands, wanted, scope) : undefined;
    case 'or':
      return wanted ? undefined : firstNeeded(e.operands, wanted, scope);
    case 'general':
      return wanted ? (items(e.left, scope) ?? items(e.right, scope)) : countLimit(e, scope);
    case 'some':
      return wanted ? firstRange(e.bindings, scope) : undefined;
    case 'every':
      return wanted ? undefined : firstRange(e.bindings, scope);
    case 'call':
      return ofCall(e, wanted, scope);
    default:
      return undefined;
  }
}

function firstNeeded(operands: readonly Expression[], wanted: boolean, scope: Scope): Needed | undefined {
  for (const operand of operands) {
    const needed = neededPaths(operand, wanted, scope);
    if (needed !== undefined) return needed;
  }
  return undefined;
}

/** What must be there for the expression to have items. */
function items(e: Expression, scope: Scope): Needed | undefined {
  return ['step', 'path', 'filter', 'set'].includes(e.kind) ? neededPaths(e, true, scope) : undefined;
}

function firstRange(bindings: readonly { readonly in: Expression }[], scope: Scope): Needed | undefined {
  const [first] = bindings;
  return first === undefined ? undefined : items(first.in, scope);
}

/** `count(x) <= 1` is false only where there is an x. */
function countLimit(e: Expression & { kind: 'general' }, scope: Scope): Needed | undefined {
  const { left, right, operator } = e;
  const isLimit = operator === '<=' || (operator === '=' && right.kind === 'literal' && right.value === '0');
  if (!isLimit || right.kind !== 'literal' || right.type !== 'integer') return undefined;
  if (left.kind !== 'call' || left.name.uri !== fn || left.name.local !== 'count') return undefined;
  const [counted] = left.arguments;
  return counted === undefined ? undefined : items(counted, scope);
}

function ofCall(e: Expression & { kind: 'call' }, wanted: boolean, scope: Scope): Needed | undefined {
  const [argument] = e.arguments;
  if (e.name.uri !== fn || argument === undefined || e.arguments.length !== 1) return undefined;
  switch (e.name.local) {
    case 'not':
      return neededPaths(argument, !wanted, scope);
    case 'boolean':
      return neededPaths(argument, wanted, scope);
    case 'exists':
      return wanted ? items(argument, scope) : undefined;
    case 'empty':
      return wanted ? undefined : items(argument, scope);
    default:
      return undefined;
  }
}

function eitherNeeded(left: Expression, right: Expression, scope: Scope): Needed | undefined {
  const a = items(left, scope);
  const b = items(right, scope);
  return a === undefined || b === undefined ? undefined : [...a, ...b];
}

/** `a/b/…` needs a/b; `(a | b)/c` needs a/c or b/c. */
function pathNames(steps: readonly Expression[], scope: Scope): Needed | undefined {
  const [first, ...rest] = steps;
  const isUnion = first?.kind === 'set' && first.operator === 'union';
  const bases = isUnion ? eitherNeeded(first.left, first.right, scope) : [[]];
  if (bases === undefined || bases.length > most) return undefined;
  const names = leadingNames(isUnion ? rest : steps, scope.module, isNamedChild);
  // What follows a base that stops before its end is below something else.
  if (isUnion && !bases.every((base) => base.length === 1)) return bases;
  const paths = bases.map((base) => [...base, ...names]);
  return paths.some(({ length }) => length === 0) ? undefined : paths;
}

const most = 4;
