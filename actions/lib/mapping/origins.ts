import type { Variables } from '../../../engine/expression.ts';
import type { Element, Leaf, Source, XmlMapping } from './mapping.ts';
import { readText } from './write/value.ts';

/** Where the values of a document came from: the document once more, with a mark behind each value. */
export interface MarkedDocument {
  readonly text: string;
  /** By the number in the mark: the path in the business data, e.g. `lines[2].quantity`. */
  readonly paths: readonly string[];
}

/** A mark: private characters around a number. Business data that have them are only told less exactly. */
export const mark = /\uE000(\d+)\uE001/g;

/** A mapping like this one, whose documents have marks; `write` writes one by it. */
export function compileMarked(
  mapping: XmlMapping,
  compile: (mapping: XmlMapping) => (variables: Variables) => string,
): (variables: Variables) => MarkedDocument {
  let paths: string[] = [];
  const note = (path: string): string => `\uE000${paths.push(path) - 1}\uE001`;
  const write = compile({ ...mapping, root: markedElement(mapping.root, note) });
  return (variables) => {
    paths = [];
    return { text: write(variables), paths };
  };
}

type NotePath = (path: string) => string;

function markedElement(element: Element, note: NotePath): Element {
  return {
    ...element,
    attributes: element.attributes.map((each) => ({ ...each, leaf: markedLeaf(each.leaf, note) })),
    content: element.content.map((each) => (each.kind === 'leaf' ? markedLeaf(each, note) : markedElement(each, note))),
  };
}

/** What is absent stays absent, so that the marked document has the same elements. */
function markedLeaf(leaf: Leaf, note: NotePath): Leaf {
  const { value, table: _, ...rest } = leaf;
  if (typeof value === 'string') return leaf;
  const text = readText(leaf, value);
  const source: Source = {
    ...value,
    code: undefined,
    type: 'string',
    read(frame) {
      const written = text(frame);
      const path = value.origin(frame);
      return written === '' || path === undefined ? written : written + note(path);
    },
  };
  return { ...rest, value: source };
}
