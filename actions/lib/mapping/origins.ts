import type { Variables } from '../../../engine/expression.ts';
import type { Element, Leaf, Source, XmlMapping } from './mapping.ts';
import { readText } from './write/value.ts';

/** Where the values of a document came from: the document once more, with a mark behind each value. */
export interface MarkedDocument {
  readonly text: string;
  /** By the number in the mark. */
  readonly values: readonly MarkedValue[];
}

export interface MarkedValue {
  /** Where it is in the business data, e.g. `lines[2].quantity`. */
  readonly path: string;
  /** So many nodes around the one that has it stand for nothing else, whatever the business data say: a country for its code. */
  readonly around: number;
}

/** A mark: private characters around a number. Business data that have them are only told less exactly. */
export const mark = /\uE000(\d+)\uE001/g;

/** A mapping like this one, whose documents have marks; `write` writes one by it. */
export function compileMarked(
  mapping: XmlMapping,
  compile: (mapping: XmlMapping) => (variables: Variables) => string,
): (variables: Variables) => MarkedDocument {
  let values: MarkedValue[] = [];
  const note = (value: MarkedValue): string => `\uE000${values.push(value) - 1}\uE001`;
  const write = compile({ ...mapping, root: markedElement(mapping.root, 0, note) });
  return (variables) => {
    values = [];
    return { text: write(variables), values };
  };
}

type Note = (value: MarkedValue) => string;

function markedElement(element: Element, outside: number, note: Note): Element {
  const around = sourcesIn(element).size === 1 ? outside + 1 : 0;
  return {
    ...element,
    attributes: element.attributes.map((each) => ({ ...each, leaf: markedLeaf(each.leaf, around, note) })),
    content: element.content.map((each) =>
      each.kind === 'leaf' ? markedLeaf(each, Math.max(around - 1, 0), note) : markedElement(each, around, note),
    ),
  };
}

/** The expressions of all values that an element may have in it. */
function sourcesIn({ attributes, content }: Element): ReadonlySet<string> {
  const leaves = [...attributes.map(({ leaf }) => leaf), ...content.filter((each) => each.kind === 'leaf')];
  const own = leaves.flatMap(({ value }) => (typeof value === 'string' ? [] : [value.text]));
  return new Set([...own, ...content.flatMap((each) => (each.kind === 'leaf' ? [] : [...sourcesIn(each)]))]);
}

/** What is absent stays absent, so that the marked document has the same elements. */
function markedLeaf(leaf: Leaf, outside: number, note: Note): Leaf {
  const { value, table: _, ...rest } = leaf;
  if (typeof value === 'string') return leaf;
  // What is computed comes from an object already.
  const around = value.code?.path === undefined ? Number.POSITIVE_INFINITY : outside;
  const text = readText(leaf, value);
  const source: Source = {
    ...value,
    code: undefined,
    type: 'string',
    read(frame) {
      const written = text(frame);
      const path = value.origin(frame);
      return written === '' || path === undefined ? written : written + note({ path, around });
    },
  };
  return { ...rest, value: source };
}
