import { type Expression, fn } from '../xpath/index.ts';
import { argument } from './convert.ts';
import { infer } from './infer.ts';
import type { ModuleBuilder } from './module.ts';
import { each } from './path.ts';
import { hoistTest, type Scope } from './scope.ts';

type Comparison = Expression & { readonly kind: 'general' };

/**
 * Comparisons of a node's text with a literal, by `=` or `!=`, look into the document's source: rules ask so for codes,
 * over and over, and cutting the text out costs more than comparing. Undefined for other comparisons.
 */
export function literalComparison(e: Comparison, scope: Scope): string | undefined {
  if (e.right.kind !== 'literal' || e.right.type !== 'string' || (e.operator !== '=' && e.operator !== '!='))
    return undefined;
  return tokenComparison(e, e.right.value, scope) ?? textComparison(e, e.right.value, scope);
}

/** `a/b = 'literal'` */
function textComparison(e: Comparison, literal: string, scope: Scope): string | undefined {
  const type = infer(e.left, scope);
  if (type.kind !== 'node' || type.main !== true || e.left.kind === 'variable') return undefined;
  const isText = declared('isText', scope.module);
  const body = each(e.left, scope, 'any', (node) => {
    const equal = `${isText}(${node}, ${JSON.stringify(literal)})`;
    return `if (${e.operator === '=' ? equal : `!${equal}`}) return true;`;
  });
  return hoistTest(scope, 'compares', `${body}\nreturn false;`, e);
}

/** `normalize-space(a) = 'literal'`, `normalize-space(upper-case(a)) = 'LITERAL'` */
function tokenComparison(e: Comparison, literal: string, scope: Scope): string | undefined {
  const inner = argumentOf(e.left, 'normalize-space', scope);
  if (inner === undefined || !/^[!-~]+$/.test(literal)) return undefined;
  const upper = argumentOf(inner, 'upper-case', scope);
  if (upper !== undefined && literal !== literal.toUpperCase()) return undefined;
  const node = upper ?? inner;
  const type = infer(node, scope);
  if (type.kind !== 'node' || type.main !== true) return undefined;
  const is = declared(upper === undefined ? 'isToken' : 'isUpperToken', scope.module);
  const test = `${is}(${argument(node, scope, 'node?')}, ${JSON.stringify(literal)})`;
  return e.operator === '=' ? test : `!${test}`;
}

/** The argument of a call of the function; without one the context item. */
function argumentOf(e: Expression, name: string, scope: Scope): Expression | undefined {
  if (e.kind !== 'call' || e.name.uri !== fn || e.name.local !== name || e.arguments.length > 1) return undefined;
  const [given] = e.arguments;
  if (given !== undefined) return given;
  return name === 'normalize-space' && scope.context !== undefined
    ? { kind: 'context', start: e.start, end: e.end }
    : undefined;
}

type Helper = 'isText' | 'isToken' | 'isUpperToken';

function declared(name: Helper, module: ModuleBuilder): Helper {
  if (name !== 'isText') for (const each of ['normalizeSpace', 'upperCase']) module.runtime(each);
  module.declareOnce(leafOf);
  module.declareOnce(helpers[name]);
  return name;
}

const leafOf = `// The one text node that has an element's text, when it stands in the source as it is; else -1.
function leafOf(node) {
const leaf = kind[node] > 1 ? node : node + 1 + attributes[node];
if (leaf !== node && (leaf + 1 !== end[node] || kind[leaf] !== 3)) return -1;
return to[leaf] < 0 ? -1 : leaf;
}`;

const helpers: Readonly<Record<Helper, string>> = {
  isText: `function isText(node, wanted) {
const leaf = leafOf(node);
if (leaf < 0) return text(node) === wanted;
return to[leaf] - from[leaf] === wanted.length && source.startsWith(wanted, from[leaf]);
}`,
  isToken: `// Whether it is the text, but for blanks around it; nothing wanted holds a blank.
function isToken(node, wanted) {
if (node === undefined) return false;
const leaf = leafOf(node);
if (leaf < 0) return normalizeSpace(text(node)) === wanted;
const length = to[leaf] - from[leaf];
if (length <= wanted.length) return length === wanted.length && source.startsWith(wanted, from[leaf]);
const hasBlanks = source.charCodeAt(from[leaf]) <= 32 || source.charCodeAt(to[leaf] - 1) <= 32;
return hasBlanks && normalizeSpace(text(node)) === wanted;
}`,
  isUpperToken: `// As written as a rule; else in any case.
function isUpperToken(node, wanted) {
if (node === undefined) return false;
const leaf = leafOf(node);
if (leaf >= 0 && to[leaf] - from[leaf] === wanted.length && source.startsWith(wanted, from[leaf])) return true;
return normalizeSpace(upperCase(text(node))) === wanted;
}`,
};
