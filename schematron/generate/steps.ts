import type { Expression, NodeTest, Step } from '../xpath/index.ts';
import { infer } from './infer.ts';
import type { Visit } from './path.ts';
import { type Scope, withLocal } from './scope.ts';
import { type Code, isNumeric } from './types.ts';

/** Loops along one axis. For nodes of the validated document they read the tree's arrays. */

export function eachOnAxis(step: Step, context: Code, scope: Scope, visit: Visit): string {
  if (context.type.main !== true) return eachByRuntime(step, context.js, scope, visit);
  const { name: n, inner } = withLocal(scope, 'n');
  const c = context.js;
  const inside = (condition: string) => {
    const body = visit(n, inner);
    return condition === '' ? body : `if (${condition}) {\n${body}\n}`;
  };
  const e = `e${inner.depth}`;
  switch (step.axis) {
    case 'child':
      if (c === '0')
        return `for (let ${n} = 1; ${n} < size; ${n} = end[${n}]) {\n${inside(childTest(step.test, n, scope))}\n}`;
      return `if ((budget -= (end[${c}] - ${c}) >> 4) < 0) spent();\nfor (let ${n} = ${c} + 1 + attributes[${c}], ${e} = end[${c}]; ${n} < ${e}; ${n} = end[${n}]) {\n${inside(childTest(step.test, n, scope))}\n}`;
    case 'attribute':
      return `for (let ${n} = ${c} + 1, ${e} = ${c} + attributes[${c}]; ${n} <= ${e}; ${n}++) {\n${inside(attributeTest(step.test, n, scope))}\n}`;
    case 'self':
      return `{\nconst ${n} = ${c};\n${inside(nodeTest(step.test, n, scope))}\n}`;
    case 'parent': {
      const condition = nodeTest(step.test, n, scope);
      return `{\nconst ${n} = parent[${c}];\n${inside(condition === '' ? `${n} >= 0` : `${n} >= 0 && ${condition}`)}\n}`;
    }
    case 'ancestor':
    case 'ancestor-or-self': {
      const from = step.axis === 'ancestor' ? `parent[${c}]` : c;
      return `for (let ${n} = ${from}; ${n} >= 0; ${n} = parent[${n}]) {\n${inside(nodeTest(step.test, n, scope))}\n}`;
    }
    case 'descendant':
    case 'descendant-or-self':
      return eachDescendant(step, c, n, e, scope, inside);
    default:
      return eachBeside(step, c, n, e, scope, inside) ?? eachByRuntime(step, c, scope, visit);
  }
}

/** Named elements before or after, in document order, which does not matter where no predicate asks for a position. */
function eachBeside(
  { axis, test, predicates }: Step,
  c: string,
  n: string,
  e: string,
  scope: Scope,
  inside: (condition: string) => string,
): string | undefined {
  const named = elementName(test, scope);
  if (named === undefined || predicates.length > 0) return undefined;
  const chain = `let ${n} = firstOfName[${named}]`;
  switch (axis) {
    case 'preceding':
      return `for (${chain}; ${n} >= 0 && ${n} < ${c}; ${n} = nextOfName[${n}]) {\nif ((budget -= 32) < 0) spent();\n${inside(`end[${n}] <= ${c}`)}\n}`;
    case 'following':
      return `for (${chain}; ${n} >= 0; ${n} = nextOfName[${n}]) {\nif ((budget -= 32) < 0) spent();\n${inside(`${n} >= (kind[${c}] === 2 ? ${c} : end[${c}])`)}\n}`;
    case 'following-sibling':
      return `if (${c} > 0 && kind[${c}] !== 2) for (let ${n} = end[${c}], ${e} = end[parent[${c}]]; ${n} < ${e}; ${n} = end[${n}]) {\nif ((budget -= 32) < 0) spent();\n${inside(childTest(test, n, scope))}\n}`;
    case 'preceding-sibling':
      return `if (${c} > 0 && kind[${c}] !== 2) for (let ${n} = parent[${c}] + 1 + attributes[parent[${c}]]; ${n} < ${c}; ${n} = end[${n}]) {\nif ((budget -= 32) < 0) spent();\n${inside(childTest(test, n, scope))}\n}`;
    default:
      return undefined;
  }
}

function eachDescendant(
  step: Step,
  c: string,
  n: string,
  e: string,
  scope: Scope,
  inside: (condition: string) => string,
): string {
  const { test } = step;
  const named = elementName(test, scope);
  if (c === '0' && named !== undefined)
    return `for (let ${n} = firstOfName[${named}]; ${n} >= 0; ${n} = nextOfName[${n}]) {\nif ((budget -= 32) < 0) spent();\n${inside('')}\n}`;
  const from = step.axis === 'descendant' ? `${c} + 1` : c;
  const isNode = step.axis === 'descendant' ? `kind[${n}] !== 2` : `(kind[${n}] !== 2 || ${n} === ${c})`;
  const condition = test.node === 'node' ? isNode : nodeTest(test, n, scope);
  const loop = `spend((end[${c}] - ${c}) >> 1);\nfor (let ${n} = ${from}, ${e} = end[${c}]; ${n} < ${e}; ${n}++) {\n${inside(condition)}\n}`;
  // Most names that are asked for do not occur at all.
  return named === undefined ? loop : `if (firstOfName[${named}] >= 0) {\n${loop}\n}`;
}

function elementName(test: NodeTest, scope: Scope): string | undefined {
  if (test.node !== 'principal' && test.node !== 'element') return undefined;
  if (test.uri === undefined || test.local === undefined) return undefined;
  return scope.module.name(test.uri, test.local, test.prefix);
}

/** Axes that lead to few nodes. */
const cheap: ReadonlySet<string> = new Set(['self', 'parent', 'attribute', 'ancestor', 'ancestor-or-self']);

function eachByRuntime(step: Step, context: string, scope: Scope, visit: Visit): string {
  const { name, inner } = withLocal(scope, 'n');
  const test = scope.module.constant('test', JSON.stringify({ ...step.test, prefix: undefined }));
  const nodes = `${scope.module.runtime('axis')}(session, ${context}, ${JSON.stringify(step.axis)}, ${test})`;
  return `spend(${cheap.has(step.axis) ? 10 : 'size'});\nfor (const ${name} of ${nodes}) {\n${visit(name, inner)}\n}`;
}

const kindNumbers: Readonly<Record<Exclude<NodeTest['node'], 'node' | 'principal'>, number>> = {
  'document-node': 0,
  element: 1,
  attribute: 2,
  text: 3,
  comment: 4,
  'processing-instruction': 5,
};

/** The condition for a child; '' when every child passes. A child with an element's name is an element. */
function childTest(test: NodeTest, n: string, scope: Scope): string {
  const named = elementName(test, scope);
  return named === undefined ? nodeTest(test, n, scope) : `name[${n}] === ${named}`;
}

function attributeTest(test: NodeTest, n: string, scope: Scope): string {
  if (test.node === 'node') return '';
  if (test.node !== 'principal' && test.node !== 'attribute') return 'false';
  if (test.uri !== undefined && test.local !== undefined)
    return `name[${n}] === ${scope.module.name(test.uri, test.local, test.prefix)}`;
  return nameParts(test, n, scope);
}

/** The condition for a node of any kind whose principal kind is the element. */
export function nodeTest(test: NodeTest, n: string, scope: Scope): string {
  if (test.node === 'node') return '';
  const ofKind = `kind[${n}] === ${kindNumbers[test.node === 'principal' ? 'element' : test.node]}`;
  if (test.uri !== undefined && test.local !== undefined && test.node !== 'processing-instruction')
    return `name[${n}] === ${scope.module.name(test.uri, test.local, test.prefix)} && ${ofKind}`;
  const parts = nameParts(test, n, scope);
  return parts === '' ? ofKind : `${ofKind} && ${parts}`;
}

function nameParts(test: NodeTest, n: string, scope: Scope): string {
  const parts: string[] = [];
  if (test.uri !== undefined && test.node !== 'processing-instruction')
    parts.push(`${scope.module.runtime('namespaceOf')}(tree, ${n}) === ${JSON.stringify(test.uri)}`);
  if (test.local !== undefined)
    parts.push(`${scope.module.runtime('localNameOf')}(tree, ${n}) === ${JSON.stringify(test.local)}`);
  return parts.join(' && ');
}

/** `//x` without positions is a step to descendants; a step to the context item itself is none. */
export function simplified(steps: readonly Expression[], scope: Scope): readonly Expression[] {
  const result: Expression[] = [];
  for (const step of steps) {
    const before = result.at(-1);
    const below = before !== undefined && isAnywhere(before) ? asDescendant(step, scope) : undefined;
    if (below !== undefined) {
      result[result.length - 1] = below;
    } else if (step.kind !== 'context' || result.length === 0) {
      result.push(step);
    }
  }
  return result.length > 1 && result[0]?.kind === 'context' && result[1]?.kind === 'step' ? result.slice(1) : result;
}

/** `//a` and `//(a | b)` as one step. */
function asDescendant(step: Expression, scope: Scope): Expression | undefined {
  if (isPlainChild(step, scope)) return { ...step, axis: 'descendant' };
  if (step.kind !== 'set' || step.operator !== 'union') return undefined;
  const left = asDescendant(step.left, scope);
  const right = asDescendant(step.right, scope);
  return left === undefined || right === undefined ? undefined : { ...step, left, right };
}

function isAnywhere(step: Expression): boolean {
  return (
    step.kind === 'step' &&
    step.axis === 'descendant-or-self' &&
    step.test.node === 'node' &&
    step.predicates.length === 0
  );
}

function isPlainChild(step: Expression, scope: Scope): step is Step {
  return step.kind === 'step' && step.axis === 'child' && !step.predicates.some((one) => mayBePosition(one, scope));
}

function mayBePosition(e: Expression, scope: Scope): boolean {
  const kind = infer(e, scope).kind;
  return isNumeric(kind) || kind === 'atomic' || kind === 'item' || asksPosition(e);
}

function asksPosition(e: Expression): boolean {
  if (e.kind === 'call' && (e.name.local === 'position' || e.name.local === 'last')) return true;
  return Object.values(e).some((part) => {
    const parts = Array.isArray(part) ? part : [part];
    return parts.some((one) => isExpression(one) && asksPosition(one));
  });
}

/** Whether a part of an expression is one, or a binding, which holds one. */
export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && ('kind' in value || 'in' in value);
}
