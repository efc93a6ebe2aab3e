import type { Attribute, Back, CodeTable, Element, Leaf, Loop, Target } from '../mapping.ts';

/** An element of the mapping, arranged for looking things up by what stands in a document. */
export interface ElementPlan {
  readonly namespace: string;
  readonly passedOver: boolean;
  readonly loop: Loop | undefined;
  readonly sets: Element['sets'];
  /** By name without prefix, or by `{namespace}local`. */
  readonly attributes: ReadonlyMap<string, LeafPlan>;
  /** By local name; several where the mapping has the same name several times. */
  readonly children: ReadonlyMap<string, readonly ElementPlan[]>;
  readonly text: LeafPlan | undefined;
  /** Constants that tell it from the other elements of its name. */
  readonly signs: readonly Sign[];
}

/** A constant of an element: the elements below it that lead there, and the attribute, where it is not a text. */
export interface Sign {
  readonly way: readonly string[];
  readonly attribute: string | undefined;
  readonly text: string;
}

export interface LeafPlan {
  /** Where a text goes that is neither translated nor converted. */
  readonly direct: Target | undefined;
  readonly back: Back;
  readonly table: CodeTable | undefined;
  /** The table the other way round. */
  readonly words: ReadonlyMap<string, string> | undefined;
}

export function planElement(element: Element): ElementPlan {
  const children = new Map<string, ElementPlan[]>();
  for (const [expanded, elements] of byName(element)) {
    const local = localOf(expanded);
    const signs = signsOf(elements);
    const plans = elements.map((each, index) => ({ ...planElement(each), signs: signs[index] ?? [] }));
    children.set(local, [...(children.get(local) ?? []), ...plans]);
  }
  const text = element.content.find((each) => each.kind === 'leaf');
  return {
    namespace: element.expanded.slice(1, element.expanded.indexOf('}')),
    passedOver: element.passedOver,
    loop: element.header.loop,
    sets: element.sets,
    attributes: new Map(element.attributes.map((each) => [keyOf(each), planLeaf(each.leaf)])),
    children,
    text: text && planLeaf(text),
    signs: [],
  };
}

function byName({ content }: Element): ReadonlyMap<string, readonly Element[]> {
  const named = new Map<string, Element[]>();
  for (const each of content) {
    if (each.kind === 'element') named.set(each.expanded, [...(named.get(each.expanded) ?? []), each]);
  }
  return named;
}

/** Of several elements of one name the constants that not all of them have. */
function signsOf(elements: readonly Element[]): readonly (readonly Sign[])[] {
  if (elements.length === 1) return [];
  const all = elements.map((each) => constantsOf(each, []));
  const key = ({ way, attribute, text }: Sign): string => JSON.stringify([way, attribute, text]);
  const keys = all.map((signs) => new Set(signs.map(key)));
  return all.map((signs) => signs.filter((sign) => !keys.every((known) => known.has(key(sign)))));
}

/** What always stands in an element, and in those below it that are there once. */
function constantsOf(element: Element, way: readonly string[]): Sign[] {
  const found: Sign[] = [];
  for (const each of element.attributes) {
    const { back } = each.leaf;
    if (back.kind === 'constant') found.push({ way, attribute: keyOf(each), text: back.text });
  }
  const text = element.content.find((each) => each.kind === 'leaf');
  if (text?.back.kind === 'constant') found.push({ way, attribute: undefined, text: text.back.text });
  for (const [expanded, [only, second]] of byName(element)) {
    if (only === undefined || second !== undefined || only.header.loop !== undefined || only.passedOver) continue;
    found.push(...constantsOf(only, [...way, expanded]));
  }
  return found;
}

export const localOf = (expanded: string): string => expanded.slice(expanded.indexOf('}') + 1);

const keyOf = ({ expanded }: Attribute): string =>
  expanded.startsWith('{}')
    ? expanded.slice(2)
    : expanded.replace(/^\{xml\}/, '{http://www.w3.org/XML/1998/namespace}');

export function planLeaf({ back, table }: Leaf): LeafPlan {
  const words = table && new Map([...table.codes].map(([word, code]) => [code, word]));
  return { direct: words === undefined ? directOf(back) : undefined, back, table, words };
}

function directOf(back: Back): Target | undefined {
  const [only, second] = back.kind === 'value' ? back.assigns : [];
  return second === undefined && only?.value === 'text' && only.target.type === 'string' ? only.target : undefined;
}
