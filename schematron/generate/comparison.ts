import type { Expression, GeneralOperator, ValueOperator } from '../xpath/index.ts';
import { argument, boxed, single, values } from './convert.ts';
import { infer } from './infer.ts';
import { eachValue } from './iterate.ts';
import { literalComparison } from './literal-text.ts';
import type { ModuleBuilder } from './module.ts';
import { each } from './path.ts';
import { hoist, hoistTest, type Scope, withContext } from './scope.ts';
import { atomized, type Code, isDecimal, isNumeric, type Kind, one, optional } from './types.ts';
import { value } from './value.ts';

type Relation = ValueOperator;

const relations: Readonly<Record<GeneralOperator, Relation>> = {
  '=': 'eq',
  '!=': 'ne',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
};

const signs: Readonly<Record<Relation, string>> = { eq: '===', ne: '!==', lt: '<', le: '<=', gt: '>', ge: '>=' };

const flipped: Readonly<Record<Relation, Relation>> = { eq: 'eq', ne: 'ne', lt: 'gt', le: 'ge', gt: 'lt', ge: 'le' };

/** A general comparison: whether any two values, one of each side, are so related. */
export function generalComparison(e: Expression & { kind: 'general' }, scope: Scope): string {
  const relation = relations[e.operator];
  const left = atomized(infer(e.left, scope));
  const right = atomized(infer(e.right, scope));
  if (left.empty === true || right.empty === true) return 'false';
  const ofText = literalComparison(e, scope) ?? ofLastStep(e, scope);
  if (ofText !== undefined) return ofText;
  if (left.occurs === 'one' && right.occurs === 'one') {
    const a = values(e.left, scope);
    const b = values(e.right, scope);
    return pair(
      relation,
      { js: a.js, kind: a.type.kind, isOne: true },
      { js: b.js, kind: b.type.kind, isOne: true },
      scope.module,
    );
  }
  if (relation === 'eq' && (left.kind === 'string' || left.kind === 'untyped') && mayBeList(e.right)) {
    const list = value(e.right, scope);
    if (list.constant === true) return isListed(e.left, list.js, e, scope);
  }
  return hoistTest(scope, 'compares', `${pairs(relation, e, scope)}\nreturn false;`, e);
}

/** `a/f(b) = 'literal'`: whether `f(b) = 'literal'` for any a. */
function ofLastStep(e: Expression & { kind: 'general' }, scope: Scope): string | undefined {
  if (e.right.kind !== 'literal' || e.left.kind !== 'path') return undefined;
  const last = e.left.steps.at(-1);
  const before = e.left.steps.slice(0, -1);
  const [first] = before;
  if (last?.kind !== 'call' || first === undefined) return undefined;
  const prefix: Expression = before.length === 1 ? first : { ...e.left, steps: before };
  const type = infer(prefix, scope);
  if (type.kind !== 'node') return undefined;
  const body = each(prefix, scope, 'any', (node, inner) => {
    const focus = withContext(inner, { js: node, type: { ...type, occurs: 'one' } });
    return `if (${generalComparison({ ...e, left: last }, focus)}) return true;`;
  });
  return hoistTest(scope, 'compares', `${body}\nreturn false;`, e);
}

/** Both sides in loops; the inner one over values that are taken once. */
function pairs(relation: Relation, e: Expression & { kind: 'general' }, scope: Scope): string {
  const { module } = scope;
  const right = values(e.right, scope);
  const isOne = infer(e.left, scope).occurs !== 'many';
  if (right.type.occurs === 'many') {
    const inner = (a: string, kind: Kind) => {
      const test = pair(relation, { js: a, kind, isOne }, { js: 'other', kind: right.type.kind }, module);
      return `spend(others.length);\nfor (const other of others) if (${test}) return true;`;
    };
    return `const others = ${right.js};\nif (others.length > 0) {\n${eachValue(e.left, scope, inner)}\n}`;
  }
  const isSimple = e.right.kind === 'literal' || e.right.kind === 'variable';
  const other = isSimple && right.type.occurs === 'one' ? right.js : 'other';
  const loop = eachValue(e.left, scope, (a, kind) => {
    const test = pair(relation, { js: a, kind, isOne }, { js: other, kind: right.type.kind, isOne: true }, module);
    return `if (${test}) return true;`;
  });
  if (other !== 'other') return loop;
  const declared = `const other = ${right.js};\n`;
  return right.type.occurs === 'one' ? declared + loop : `${declared}if (other !== undefined) {\n${loop}\n}`;
}

function mayBeList(e: Expression): boolean {
  return e.kind === 'sequence' || e.kind === 'variable' || e.kind === 'call';
}

/** A comparison with a list of codes is a look-up in a set. */
function isListed(left: Expression, list: string, e: Expression, scope: Scope): string {
  const set = scope.module.constant('codes', `new Set(${list})`);
  const { occurs } = atomized(infer(left, scope));
  if (occurs === 'one') return `${set}.has(${values(left, scope).js})`;
  return hoistTest(
    scope,
    'listed',
    `${eachValue(left, scope, (a) => `if (${set}.has(${a})) return true;`)}\nreturn false;`,
    e,
  );
}

interface Operand {
  readonly js: string;
  readonly kind: Kind;
  /** Whether its side of the comparison is one value at most. */
  readonly isOne?: boolean;
}

/** The test for one pair of a general comparison. */
function pair(relation: Relation, a: Operand, b: Operand, module: ModuleBuilder): string {
  const isText = (kind: Kind) => kind === 'string' || kind === 'untyped';
  if (isText(a.kind) && isText(b.kind)) return strings(relation, a.js, b.js, module);
  if (a.kind === 'untyped' && isNumeric(b.kind)) return untyped(relation, a, b, module);
  if (b.kind === 'untyped' && isNumeric(a.kind)) return untyped(flipped[relation], b, a, module);
  return same(relation, a, b, module) ?? boxedPair('generalCompare', relation, a, b, module);
}

function strings(relation: Relation, a: string, b: string, module: ModuleBuilder): string {
  if (relation === 'eq' || relation === 'ne') return `${a} ${signs[relation]} ${b}`;
  return `${module.runtime('compareStrings')}("${relation}", ${a}, ${b})`;
}

function untyped(relation: Relation, text: Operand, number: Operand, module: ModuleBuilder): string {
  const compare =
    number.isOne !== true
      ? 'compareUntyped'
      : number.kind === 'count' || number.kind === 'integer'
        ? 'compareUntypedToInteger'
        : 'compareUntypedToOne';
  return `${module.runtime(compare)}("${relation}", ${text.js}, ${asDouble(number, module)})`;
}

function asDouble({ js, kind }: Operand, module: ModuleBuilder): string {
  return kind === 'integer' || kind === 'decimal' ? `${module.runtime('toDouble')}(${js})` : js;
}

/** Of two kinds that are compared without looking at types. */
function same(relation: Relation, a: Operand, b: Operand, module: ModuleBuilder): string | undefined {
  if ((a.kind === 'count' || a.kind === 'double') && (b.kind === 'count' || b.kind === 'double'))
    return `${a.js} ${signs[relation]} ${b.js}`;
  if (isDecimal(a.kind) && isDecimal(b.kind)) {
    if (relation === 'eq')
      return `${module.runtime('equalDecimals')}(${asDecimal(a, module)}, ${asDecimal(b, module)})`;
    return `${module.runtime('compareDecimals')}(${asDecimal(a, module)}, ${asDecimal(b, module)}) ${signs[relation]} 0`;
  }
  if (isNumeric(a.kind) && isNumeric(b.kind)) return `${asDouble(a, module)} ${signs[relation]} ${asDouble(b, module)}`;
  if (a.kind === 'boolean' && b.kind === 'boolean') return `${a.js} ${signs[relation]} ${b.js}`;
  return undefined;
}

function asDecimal({ js, kind }: Operand, module: ModuleBuilder): string {
  if (kind !== 'count') return js;
  const integer = module.runtime('integer');
  return /^\d+$/.test(js) ? module.constant(`integer_${js}`, `${integer}(${js})`) : `${integer}(${js})`;
}

function boxedPair(compare: string, relation: Relation, a: Operand, b: Operand, module: ModuleBuilder): string {
  const box = ({ js, kind }: Operand) => boxed({ js, type: one(kind) }, module, 'atomic').js;
  return `${module.runtime(compare)}("${relation}", ${box(a)}, ${box(b)})`;
}

/** A value comparison: of one value each; the empty sequence when either is missing. */
export function valueComparison(e: Expression & { kind: 'value' }, scope: Scope): Code {
  const { module } = scope;
  const a = single(e.left, scope);
  const b = single(e.right, scope);
  const test = (left: string, right: string) => {
    const isText = (kind: Kind) => kind === 'string' || kind === 'untyped';
    if (isText(a.type.kind) && isText(b.type.kind)) return strings(e.operator, left, right, module);
    const l = { js: left, kind: a.type.kind };
    const r = { js: right, kind: b.type.kind };
    return same(e.operator, l, r, module) ?? boxedPair('valueCompare', e.operator, l, r, module);
  };
  return bothPresent(a, b, test, e, scope);
}

/** `a is b`, `a << b`, `a >> b`. */
export function nodeComparison(e: Expression & { kind: 'order' }, scope: Scope): Code {
  const node = (side: Expression): Code => ({ js: argument(side, scope, 'node?'), type: optional('node') });
  const sign = { is: '===', '<<': '<', '>>': '>' }[e.operator];
  return bothPresent(node(e.left), node(e.right), (a, b) => `${a} ${sign} ${b}`, e, scope);
}

/** The result of two values, or the empty sequence when either is missing. */
export function bothPresent(
  a: Code,
  b: Code,
  result: (a: string, b: string) => string,
  e: Expression,
  scope: Scope,
  kind: Kind = 'boolean',
): Code {
  if (a.type.occurs === 'one' && b.type.occurs === 'one') return { js: result(a.js, b.js), type: one(kind) };
  const absent = [a, b].flatMap(({ type }, at) => (type.occurs === 'one' ? [] : [`${'ab'[at]} === undefined`]));
  const body = `const a = ${a.js};\nconst b = ${b.js};\nif (${absent.join(' || ')}) return undefined;\nreturn ${result('a', 'b')};`;
  return { js: hoist(scope, kind === 'boolean' ? 'compares' : 'computed', body, e), type: optional(kind) };
}
