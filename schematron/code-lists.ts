import { readWritten } from './written.ts';
import { type Expression, parseExpression } from './xpath/index.ts';

/** The codes that an assert or report (by its id), a let or an `xsl:function` (by its name) looks into; undefined where it looks into none. */
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
  /** XPath by the name of what it stands in: of a function there may be several. */
  readonly expressions: Map<string, readonly string[]>;
  /** Of the patterns that put abstract ones to use. */
  readonly parameters: Map<string, string>;
  readonly prefixes: Map<string, string>;
}

/** Where an element has its name and its XPath; a function has it in the instructions inside. */
const places: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
  assert: ['id', 'test'],
  report: ['id', 'test'],
  let: ['name', 'value'],
  function: ['name', undefined],
  param: ['name', 'value'],
  ns: ['prefix', 'uri'],
};

function collect(files: readonly Uint8Array[]): Found {
  const { elements, prefixes } = readWritten(files);
  const found: Found = { expressions: new Map(), parameters: new Map(), prefixes: new Map(prefixes) };
  for (const { local, attribute, inside } of elements) {
    const [named, valued] = (Object.hasOwn(places, local) ? places[local] : undefined) ?? [];
    const name = named && attribute(named);
    const values = valued === undefined ? inside(['select', 'test']) : [attribute(valued) ?? []].flat();
    const [value] = values;
    if (name === undefined || value === undefined) continue;
    if (local === 'ns') found.prefixes.set(name, value);
    else if (local !== 'param') found.expressions.set(name, found.expressions.get(name) ?? values);
    else if (!found.parameters.has(name)) found.parameters.set(name, value);
  }
  return found;
}

const numbered = /^(.*)\[(\d+)\]$/;

function listIn(name: string, { expressions, parameters, prefixes }: Found): ReadonlySet<string> | undefined {
  const [, whole = name, number] = numbered.exec(name) ?? [];
  const lists = (expressions.get(whole) ?? [])
    .map((text) => (text.startsWith('$') ? (parameters.get(text.slice(1).trim()) ?? text) : text))
    .map((text) => parseExpression(text, { prefixes, elementNamespace: '' }))
    .flatMap((expression) => [textsOf(expression), ...listsIn(expression)])
    .filter((list) => list.length > 0);
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
