import type { Expression, Step } from '../xpath/index.ts';
import { StaticProblem } from '../xpath/index.ts';
import { firstBelow, isPlainChild, leadingNames, nameOf } from './bases.ts';
import { asArray, items } from './convert.ts';
import { infer } from './infer.ts';
import { filtered, predicatesOf } from './predicates.ts';
import { contextOf, hoist, type Scope, withContext, withLocal } from './scope.ts';
import { eachOnAxis, simplified } from './steps.ts';
import { type Code, one, type Type } from './types.ts';
import { value } from './value.ts';

/**
 * Paths become nested loops. `each` writes the statements that run `visit` for every node of an expression:
 * `any` order and as often as it comes, each once (`distinct`), or each once in document order (`ordered`).
 */
export type Order = 'any' | 'distinct' | 'ordered';
export type Visit = (node: string, scope: Scope) => string;

export function each(e: Expression, scope: Scope, order: Order, visit: Visit): string {
  if (order !== 'any' && orderOf(e, scope) === 'none') return eachOf(sorted(e, scope), scope, visit);
  switch (e.kind) {
    case 'context':
      return visit(contextOf(scope, e).js, scope);
    case 'root':
      return visit(rootOf(contextOf(scope, e), scope), scope);
    case 'step':
      return isPlainChild(e) && scope.base?.exact === true ? eachPath([e], scope, visit) : eachStep(e, scope, visit);
    case 'path':
      return eachPath(simplified(e.steps, scope), scope, visit);
    case 'filter':
      return eachFiltered(e, scope, visit);
    case 'set':
      if (e.operator === 'union') return `${each(e.left, scope, 'any', visit)}\n${each(e.right, scope, 'any', visit)}`;
      return eachOf(nodes(e, scope), scope, visit);
    case 'sequence':
      return e.items.map((item) => each(item, scope, order, visit)).join('\n');
    default:
      return eachNodeOf(value(e, scope), scope, visit);
  }
}

/** The nodes of an expression in document order, each once, as an array; for a variable those it holds. */
export function nodes(e: Expression, scope: Scope): string {
  const { module } = scope;
  switch (e.kind) {
    case 'step':
    case 'path':
      if (infer(e, scope).kind !== 'node') return onlyNodes(e, scope);
      return orderOf(e, scope) === 'none' ? sorted(e, scope) : collected(e, scope);
    case 'filter':
      return infer(e, scope).kind === 'node' ? collected(e, scope) : onlyNodes(e, scope);
    case 'set':
      if (e.operator === 'union' && e.left.kind !== 'variable') return sorted(e, scope);
      return `${module.runtime(e.operator)}(${nodes(e.left, scope)}, ${nodes(e.right, scope)})`;
    default: {
      const code = value(e, scope);
      return code.type.kind === 'node' || code.type.empty === true ? asArray(code, module) : onlyNodes(e, scope);
    }
  }
}

function onlyNodes(e: Expression, scope: Scope): string {
  return `${scope.module.runtime('onlyNodes')}(${items(e, scope)})`;
}

function collected(e: Expression, scope: Scope): string {
  const body = each(e, scope, 'any', (node) => `out.push(${node});`);
  return hoist(scope, 'nodes', `const out = [];\n${body}\nreturn out;`, e);
}

function sorted(e: Expression, scope: Scope): string {
  const body = each(e, scope, 'any', (node) => `out.push(${node});`);
  return hoist(scope, 'nodes', `const out = [];\n${body}\nreturn ${scope.module.runtime('ordered')}(out);`, e);
}

function eachOf(array: string, scope: Scope, visit: Visit): string {
  const { name, inner } = withLocal(scope, 'n');
  return `for (const ${name} of ${array}) {\nif ((budget -= 32) < 0) spent();\n${visit(name, inner)}\n}`;
}

function eachNodeOf(code: Code, scope: Scope, visit: Visit): string {
  if (code.type.empty === true) return '';
  if (code.type.kind !== 'node') {
    const array = `${scope.module.runtime('onlyNodes')}(${asArray(code, scope.module)})`;
    return eachOf(array, scope, visit);
  }
  if (code.type.occurs === 'many') return eachOf(code.js, scope, visit);
  const { name, inner } = withLocal(scope, 'n');
  const body = visit(name, inner);
  if (code.type.occurs === 'one') return `{\nconst ${name} = ${code.js};\n${body}\n}`;
  return `{\nconst ${name} = ${code.js};\nif (${name} !== undefined) {\n${body}\n}\n}`;
}

function rootOf(context: Code, scope: Scope): string {
  return context.type.main === true ? '0' : `${scope.module.runtime('rootOf')}(${context.js})`;
}

function eachStep(step: Step, scope: Scope, visit: Visit): string {
  const context = nodeContext(step, scope);
  if (step.predicates.length === 0) return eachOnAxis(step, context, scope, visit);
  const { usesLast } = predicatesOf(step.predicates, scope, stepType(context));
  if (usesLast) {
    const all = eachOnAxis(step, context, scope, (node) => `out.push(${node});`);
    const array = hoist(scope, 'candidates', `const out = [];\n${all}\nreturn out;`, step);
    return eachOf(filtered(array, step.predicates, scope, stepType(context)), scope, visit);
  }
  return guarded(step.predicates, stepType(context), (guard) =>
    eachOnAxis(step, context, scope, (node, inner) => guard(node, inner, visit)),
  );
}

function stepType(context: Code): Type {
  return { kind: 'node', occurs: 'one', main: context.type.main === true };
}

/** Counters of positional predicates stand before the loop, the predicates inside. */
function guarded(
  predicates: readonly Expression[],
  type: Type,
  loop: (guard: (node: string, inner: Scope, visit: Visit) => string) => string,
): string {
  const counters: string[] = [];
  const body = loop((node, inner, visit) => {
    const tests = predicatesOf(predicates, inner, type, node).conditions;
    let open = '';
    for (const { js, counter } of tests) {
      if (counter !== undefined) {
        counters.push(counter);
        open += `${counter}++;\n`;
      }
      open += `if (${js}) {\n`;
    }
    return `${open}${visit(node, inner)}\n${'}\n'.repeat(tests.length)}`;
  });
  if (counters.length === 0) return body;
  return `{\n${counters.map((counter) => `let ${counter} = 0;`).join('\n')}\n${body}\n}`;
}

function nodeContext(step: Expression, scope: Scope): Code {
  const context = contextOf(scope, step);
  if (context.type.kind === 'node') return context;
  if (context.type.kind === 'item')
    return { js: `${scope.module.runtime('asNode')}(${context.js})`, type: one('node') };
  throw new StaticProblem('XPTY0020', 'the context item is no node here', step.start, step.end);
}

function eachPath(steps: readonly Expression[], scope: Scope, visit: Visit): string {
  const known = knownPath(steps, scope);
  if (known !== undefined) return eachAtPath(known, scope, visit);
  const attribute = attributeAnywhere(steps, scope);
  if (attribute !== undefined) {
    const present = `attributeNamesHere(session)[${attribute}] === 1`;
    return `if (${present}) {\n${eachFrom(steps, scope, visit)}\n}`;
  }
  return eachFrom(steps, scope, visit);
}

/** The name in `//@name`: most that are asked for do not occur, and looking through all elements takes long. */
function attributeAnywhere(steps: readonly Expression[], scope: Scope): string | undefined {
  const [root, anywhere, last] = steps;
  if (root?.kind !== 'root' || anywhere?.kind !== 'step' || anywhere.axis !== 'descendant-or-self') return undefined;
  if (last?.kind !== 'step' || last.axis !== 'attribute' || scope.context?.type.main !== true) return undefined;
  if (last.test.uri === undefined || last.test.local === undefined) return undefined;
  const { module } = scope;
  const make = `${module.runtime('perSession')}(() => ${module.runtime('attributeNames')}(tree))`;
  module.declareOnce(`const attributeNamesHere = ${make};`);
  return nameOf(last, module);
}

function eachFrom(steps: readonly Expression[], scope: Scope, visit: Visit): string {
  const [first, ...rest] = steps;
  if (first === undefined) return '';
  if (rest.length === 0)
    return first.kind === 'step' ? eachStep(first, scope, visit) : each(first, scope, 'any', visit);
  return each(first, scope, 'any', (node, inner) => {
    const main = infer(first, scope).main === true;
    const next = withContext(inner, { js: node, type: { kind: 'node', occurs: 'one', main } });
    return eachPath(rest, next, (last, deep) => visit(last, { ...deep, ...focusOf(scope) }));
  });
}

interface KnownPath {
  /** JavaScript for the first element at the path. */
  readonly first: string;
  /** What follows in the path. */
  readonly rest: readonly Expression[];
}

/** Steps at the beginning whose elements the tree has in a chain: from the root, or from a context that is the root element. */
function knownPath(steps: readonly Expression[], scope: Scope): KnownPath | undefined {
  if (scope.context?.type.main !== true) return undefined;
  const { module, base } = scope;
  if (steps[0]?.kind === 'root') {
    const names = leadingNames(steps.slice(1), module, isPlainChild);
    if (names.length === 0) return undefined;
    return { first: `firstOfPath[${module.path(names)}]`, rest: steps.slice(names.length + 1) };
  }
  const names = leadingNames(steps, module, isPlainChild);
  if (names.length === 0 || base?.exact !== true) return undefined;
  return { first: firstBelow(names, base, scope), rest: steps.slice(names.length) };
}

function eachAtPath({ first, rest }: KnownPath, scope: Scope, visit: Visit): string {
  const { name, inner } = withLocal(scope, 'n');
  const next = withContext(inner, { js: name, type: { kind: 'node', occurs: 'one', main: true } });
  const body =
    rest.length === 0
      ? visit(name, inner)
      : eachPath(rest, next, (last, deep) => visit(last, { ...deep, ...focusOf(scope) }));
  return `for (let ${name} = ${first}; ${name} >= 0; ${name} = nextOfPath[${name}]) {\nif ((budget -= 32) < 0) spent();\n${body}\n}`;
}

/** JavaScript that tells whether a path of plain steps has nodes, when the tree knows. */
export function existsAtPath(e: Expression, scope: Scope): string | undefined {
  const known = knownPath(e.kind === 'path' ? simplified(e.steps, scope) : [e], scope);
  return known === undefined || known.rest.length > 0 ? undefined : `${known.first} >= 0`;
}

/** What `visit` was written for: the focus outside the path. */
function focusOf(scope: Scope): Partial<Scope> {
  const { context, position, last } = scope;
  return {
    ...(context === undefined ? {} : { context }),
    ...(position === undefined ? {} : { position }),
    ...(last === undefined ? {} : { last }),
  };
}

function eachFiltered(e: Expression & { kind: 'filter' }, scope: Scope, visit: Visit): string {
  const type: Type = { ...infer(e.base, scope), occurs: 'one' };
  const { usesPosition, usesLast } = predicatesOf(e.predicates, scope, type);
  if (usesLast) return eachOf(filtered(nodes(e.base, scope), e.predicates, scope, type), scope, visit);
  return guarded(e.predicates, type, (guard) =>
    each(e.base, scope, usesPosition ? 'ordered' : 'any', (node, inner) => guard(node, inner, visit)),
  );
}

type Shape = 'single' | 'flat' | 'ordered' | 'none';

/**
 * In which order the loops of an expression come by its nodes. `flat`: in document order, and none inside another;
 * `ordered`: in document order; `none`: some may come late or twice.
 */
function orderOf(e: Expression, scope: Scope): Shape {
  if (e.kind === 'step') return afterStep('single', e);
  if (e.kind === 'context' || e.kind === 'root') return 'single';
  if (e.kind === 'filter') return orderOf(e.base, scope);
  if (e.kind === 'path')
    return simplified(e.steps, scope).reduce<Shape>((shape, step) => afterStep(shape, step), 'single');
  if (e.kind === 'set') return e.operator === 'union' ? 'none' : 'ordered';
  if (e.kind === 'sequence') return e.items.length === 0 ? 'single' : 'ordered';
  return infer(e, scope).occurs === 'many' ? 'ordered' : 'single';
}

function afterStep(shape: Shape, step: Expression): Shape {
  if (shape === 'none') return 'none';
  if (step.kind === 'root') return 'single';
  if (step.kind === 'context') return shape;
  if (step.kind !== 'step') return shape === 'single' && step.kind === 'variable' ? 'ordered' : 'none';
  switch (step.axis) {
    case 'self':
      return shape;
    case 'attribute':
      return shape === 'single' ? 'flat' : shape;
    case 'child':
      return shape === 'single' || shape === 'flat' ? 'flat' : 'none';
    case 'descendant':
    case 'descendant-or-self':
      return shape === 'single' || shape === 'flat' ? 'ordered' : 'none';
    case 'parent':
      return shape === 'single' ? 'single' : 'none';
    case 'following-sibling':
      return shape === 'single' ? 'flat' : 'none';
    case 'following':
      return shape === 'single' ? 'ordered' : 'none';
    default:
      return 'none';
  }
}
