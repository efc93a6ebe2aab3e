import type { Expression, Step } from '../xpath/index.ts';
import { alternativesOf } from './alternatives.ts';
import { isNamedChild, nameOf } from './bases.ts';
import { condition } from './condition.ts';
import { nodes } from './path.ts';
import { predicatesOf } from './predicates.ts';
import { type Scope, withContext, withLocal } from './scope.ts';
import { nodeTest, simplified } from './steps.ts';
import type { Code, Type } from './types.ts';

/** A rule's context: XSLT's match pattern. */
export interface Match {
  /** Name of the function that says whether a node matches. */
  readonly js: string;
  /** Which nodes can match, for each alternative of the pattern. */
  readonly heads: readonly Head[];
  /** Kinds of nodes that can match, as bits: 1 document, 2 element, 4 attribute, 8 text, 16 comment, 32 instruction. */
  readonly kinds: number;
}

/** What is known of the nodes that an alternative matches. */
export interface Head {
  /** The name of the element or attribute, and of its parent. */
  readonly name?: string;
  readonly parent?: string;
  /** How the local name ends. */
  readonly suffix?: string;
}

const mainNode: Type = { kind: 'node', occurs: 'one', main: true };

/** `scope` sees the lets of the schema and the pattern, but no context. */
export function matchOf(e: Expression, scope: Scope): Match {
  const focus = withContext({ ...scope, locals: ['n'] }, { js: 'n', type: mainNode });
  const alternatives = alternativesOf(e);
  const parts = alternatives.map((alternative) =>
    matchOne(alternative, { ...focus, current: { js: 'n', type: mainNode } }),
  );
  const body = `${parts.map(({ statements }) => statements).join('\n')}\nreturn false;`;
  const js = scope.module.function('matches', ['n'], body, scope.text.slice(e.start, e.end));
  return {
    js,
    heads: parts.map(({ head }) => head),
    kinds: parts.reduce((bits, part) => bits | part.kinds, 0),
  };
}

interface Part {
  readonly statements: string;
  readonly head: Head;
  readonly kinds: number;
}

function matchOne(e: Expression, scope: Scope): Part {
  if (e.kind === 'root') return { statements: 'if (n === 0) return true;', head: {}, kinds: 1 };
  const steps = e.kind === 'path' ? e.steps : [e];
  const last = steps.at(-1);
  if (last?.kind !== 'step' || !steps.every(isPatternStep)) return matchByValue(e, scope);
  return { statements: backwards(steps, steps.length - 1, 'n', scope), ...headOf(last, steps.at(-2), scope) };
}

/** What a pattern may consist of: the root, children and attributes, and `//` between them. */
function isPatternStep(step: Expression, at: number): boolean {
  if (step.kind === 'root') return at === 0;
  return step.kind === 'step' && (step.axis === 'child' || step.axis === 'attribute' || isAnywhere(step));
}

function isAnywhere(step: Expression | undefined): boolean {
  return (
    step?.kind === 'step' &&
    step.axis === 'descendant-or-self' &&
    step.test.node === 'node' &&
    step.predicates.length === 0
  );
}

/** Tests the step `at` for the node, then goes up to the step before it. */
function backwards(steps: readonly Expression[], at: number, node: string, scope: Scope): string {
  const step = steps[at];
  if (step === undefined) return 'return true;';
  if (step.kind === 'root') return `if (${node} === 0) return true;`;
  if (step.kind !== 'step') return '';
  const tests = [stepTest(step, node, scope), ...predicateTests(step, node, scope)].filter((test) => test !== '');
  const rest = upwards(steps, at, node, scope);
  return tests.length === 0 ? rest : `if (${tests.join(' && ')}) {\n${rest}\n}`;
}

function upwards(steps: readonly Expression[], at: number, node: string, scope: Scope): string {
  if (at === 0) return 'return true;';
  const { name, inner } = withLocal(scope, 'n');
  if (isAnywhere(steps[at - 1])) {
    if (at === 1 || (at === 2 && steps[0]?.kind === 'root')) return 'return true;';
    return `for (let ${name} = parent[${node}]; ${name} >= 0; ${name} = parent[${name}]) {\n${backwards(steps, at - 2, name, inner)}\n}`;
  }
  return `{\nconst ${name} = parent[${node}];\nif (${name} >= 0) {\n${backwards(steps, at - 1, name, inner)}\n}\n}`;
}

function stepTest(step: Step, node: string, scope: Scope): string {
  if (step.axis === 'attribute') {
    const test = nodeTest({ ...step.test, node: 'attribute' }, node, scope);
    return test;
  }
  if (step.test.node === 'node') return `${node} > 0 && kind[${node}] !== 2`;
  return nodeTest(step.test, node, scope);
}

function predicateTests(step: Step, node: string, scope: Scope): string[] {
  if (step.predicates.length === 0) return [];
  const focus: Code = { js: node, type: mainNode };
  const { usesPosition } = predicatesOf(step.predicates, scope, mainNode, node);
  if (!usesPosition) return step.predicates.map((one) => condition(one, withContext(scope, focus)));
  // A position counts among what the step selects from the parent.
  const fromParent = withContext(scope, { js: `parent[${node}]`, type: mainNode });
  return [`parent[${node}] >= 0 && ${nodes(step, fromParent)}.includes(${node})`];
}

const bits = {
  'document-node': 1,
  element: 2,
  attribute: 4,
  text: 8,
  comment: 16,
  'processing-instruction': 32,
} as const;

function headOf(step: Step, before: Expression | undefined, scope: Scope): Pick<Part, 'head' | 'kinds'> {
  const { node, prefix, uri, local } = step.test;
  const isAttribute = step.axis === 'attribute';
  const kinds =
    node === 'node'
      ? isAttribute
        ? bits.attribute
        : 2 | 8 | 16 | 32
      : isAttribute
        ? bits.attribute
        : bits[node === 'principal' ? 'element' : node];
  const { module } = scope;
  if (kinds > bits.attribute || uri === undefined || local === undefined) {
    const suffix = step.predicates.map(suffixOf).find((text) => text !== undefined);
    return { head: suffix === undefined ? {} : { suffix }, kinds };
  }
  const name = module.name(uri, local, prefix);
  return {
    head: before !== undefined && isNamedChild(before) ? { name, parent: nameOf(before, module) } : { name },
    kinds,
  };
}

/** `[ends-with(name(), 'Amount') and …]`: a colon in the ending could be a prefix's. */
function suffixOf(predicate: Expression): string | undefined {
  if (predicate.kind === 'and') return predicate.operands.map(suffixOf).find((text) => text !== undefined);
  if (predicate.kind !== 'call' || predicate.name.local !== 'ends-with') return undefined;
  const [of, end] = predicate.arguments;
  if (of?.kind !== 'call' || of.arguments.length > 0 || end?.kind !== 'literal') return undefined;
  const isName = of.name.local === 'name' || of.name.local === 'local-name';
  return isName && !end.value.includes(':') ? end.value : undefined;
}

/** Any other path: a node matches when it is among what the path selects from some node above it. */
function matchByValue(e: Expression, scope: Scope): Part {
  const { start, end } = e;
  const steps = simplified(
    [
      { kind: 'root', start, end },
      { kind: 'step', axis: 'descendant-or-self', test: { node: 'node' }, predicates: [], start, end },
      ...(e.kind === 'path' ? e.steps : [e]),
    ],
    scope,
  );
  const path: Expression = e.kind === 'path' && e.steps[0]?.kind === 'root' ? e : { kind: 'path', steps, start, end };
  const document = withContext({ ...scope, locals: [] }, { js: '0', type: mainNode });
  const all = nodes(path, document);
  const cache = scope.module.identifier('selected');
  scope.module.declare(`const ${cache} = ${scope.module.runtime('perSession')}(() => new Set(${all}));`);
  return { statements: `if (${cache}(session).has(n)) return true;`, head: {}, kinds: 63 };
}
