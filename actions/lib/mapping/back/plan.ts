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
  for (const each of element.content) {
    if (each.kind === 'leaf') continue;
    const local = localOf(each.expanded);
    children.set(local, [...(children.get(local) ?? []), planElement(each)]);
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
  };
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
