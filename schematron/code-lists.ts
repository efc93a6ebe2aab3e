import { elementsIn } from './written.ts';
import { type Expression, parseExpression } from './xpath/index.ts';

/** The codes that an assert or report (by its id) or a let (by its name) looks into; undefined where it looks into none. */
export type CodeLists = (name: string) => ReadonlySet<string> | undefined;

/**
 * The lists of codes that stand in the XPath of a rule set, as authorities publish them: `contains(' AED AFN … ', …)`,
 * `tokenize('AED AFN …', …)`, `('S', 'Z')` and `. = 'S'`. All that stand in one expression are one list; `BR-CL-01[2]` is the second of them. Nothing is compiled.
 *
 * @param files all files of an ISO Schematron; the first that has a name is asked
 * @throws SchematronProblem XML_… where one is no XML
 */
export function readCodeLists(files: readonly Uint8Array[]): CodeLists {
  const found = collect(files);
  const lists = new Map<string, ReadonlySet<string> | undefined>();
  return (name) => {
    if (!lists.has(name)) lists.set(name, listIn(name, found));
    return lists.get(name);
  };
}

interface Found {
  /** XPath by the name of what it stands in. */
  readonly expressions: Map<string, string>;
  /** Of the patterns that put abstract ones to use. */
  readonly parameters: Map<string, string>;
  readonly prefixes: Map<string, string>;
}

const places: Readonly<Record<string, readonly [name: string, value: string]>> = {
  assert: ['id', 'test'],
  report: ['id', 'test'],
  let: ['name', 'value'],
  param: ['name', 'value'],
  ns: ['prefix', 'uri'],
};

function collect(files: readonly Uint8Array[]): Found {
  const found: Found = { expressions: new Map(), parameters: new Map(), prefixes: new Map() };
  for (const { local, attribute } of elementsIn(files)) {
    const [name, value] = (Object.hasOwn(places, local) ? places[local] : undefined)?.map(attribute) ?? [];
    const into = local === 'ns' ? found.prefixes : local === 'param' ? found.parameters : found.expressions;
    if (name !== undefined && value !== undefined && !into.has(name)) into.set(name, value);
  }
  return found;
}

const numbered = /^(.*)\[(\d+)\]$/;

function listIn(name: string, { expressions, parameters, prefixes }: Found): ReadonlySet<string> | undefined {
  const [, whole = name, number] = numbered.exec(name) ?? [];
  const written = expressions.get(whole);
  const text = written?.startsWith('$') ? (parameters.get(written.slice(1).trim()) ?? written) : written;
  if (text === undefined) return undefined;
  const expression = parseExpression(text, { prefixes, elementNamespace: '' });
  const lists = [textsOf(expression), ...listsIn(expression)].filter((list) => list.length > 0);
  const codes = number === undefined ? lists.flat() : (lists[Number(number) - 1] ?? []);
  return codes.length === 0 ? undefined : new Set(codes);
}

function listsIn(expression: Expression): readonly (readonly string[])[] {
  const below = partsOf(expression).flatMap(listsIn);
  if (expression.kind === 'call' && ['contains', 'tokenize'].includes(expression.name.local)) {
    const [list, separator] = expression.arguments;
    const between = expression.name.local === 'tokenize' && separator?.kind === 'literal' ? separator.value : '[\\s,]';
    if (list?.kind !== 'literal') return below;
    const codes = list.value.split(new RegExp(between)).map((code) => code.trim());
    return [codes.filter((code) => code !== ''), ...below];
  }
  return isComparison(expression) ? [textsOf(expression.left), textsOf(expression.right), ...below] : below;
}

const isComparison = (expression: Expression): expression is Extract<Expression, { kind: 'general' | 'value' }> =>
  (expression.kind === 'general' && expression.operator === '=') ||
  (expression.kind === 'value' && expression.operator === 'eq');

/** A text, or a sequence of texts, written out. */
function textsOf(expression: Expression): readonly string[] {
  const items = expression.kind === 'sequence' ? expression.items : [expression];
  const texts = items.flatMap((item) => (item.kind === 'literal' && item.type === 'string' ? [item.value] : []));
  return texts.length === items.length ? texts : [];
}

const partsOf = (expression: Expression): readonly Expression[] => Object.values(expression).flatMap(expressionsIn);

function expressionsIn(value: unknown): readonly Expression[] {
  if (Array.isArray(value)) return value.flatMap(expressionsIn);
  if (typeof value !== 'object' || value === null) return [];
  return 'kind' in value ? [value as Expression] : 'in' in value ? expressionsIn(value.in) : [];
}
