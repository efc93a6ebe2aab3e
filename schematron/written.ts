import { schematronNamespace } from './rules/element.ts';
import { kinds, leafValue, nameOf, parseDocument, type Tree, Vocabulary } from './tree/index.ts';

/** An element of Schematron as it is written: no phase chosen, nothing included, no parameter put in. */
export interface WrittenElement {
  readonly local: string;
  readonly attribute: (local: string) => string | undefined;
}

/**
 * All elements of Schematron in the files of a rule set. Nothing is compiled.
 *
 * @throws SchematronProblem XML_… where one is no XML
 */
export function* elementsIn(files: readonly Uint8Array[]): Generator<WrittenElement> {
  const vocabulary = new Vocabulary();
  for (const bytes of files) {
    const tree = parseDocument(bytes, { vocabulary });
    for (let node = 1; node < tree.size; node++) {
      if (tree.kind[node] !== kinds.element) continue;
      const { uri, local } = nameOf(tree, node);
      if (uri === schematronNamespace) yield { local, attribute: (name) => attribute(tree, node, name) };
    }
  }
}

function attribute(tree: Tree, element: number, local: string): string | undefined {
  const last = element + (tree.attributes[element] as number);
  for (let node = element + 1; node <= last; node++) {
    const name = nameOf(tree, node);
    if (name.local === local && name.uri === '') return leafValue(tree, node);
  }
  return undefined;
}
