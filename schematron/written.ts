import { schematronNamespace, xsltNamespace } from './rules/element.ts';
import { kinds, leafValue, nameOf, parseDocument, type Tree, Vocabulary } from './tree/index.ts';

/** An element of Schematron, or of the XSLT in it, as it is written: no phase chosen, nothing included, no parameter put in. */
export interface WrittenElement {
  readonly local: string;
  readonly attribute: (local: string) => string | undefined;
  /** What these attributes of all elements in it are, in document order. */
  readonly inside: (locals: readonly string[]) => readonly string[];
}

export interface Written {
  readonly elements: readonly WrittenElement[];
  /** All that the files declare as XML; the meaning of a prefix that has several is the last. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/**
 * All elements of Schematron and of XSLT in the files of a rule set. Nothing is compiled.
 *
 * @throws SchematronProblem XML_… where one is no XML
 */
export function readWritten(files: readonly Uint8Array[]): Written {
  const vocabulary = new Vocabulary();
  const trees = files.map((bytes) => parseDocument(bytes, { vocabulary }));
  const declared = trees.flatMap(({ namespaces }) => namespaces.map(({ prefix, uri }) => [prefix, uri] as const));
  return { elements: trees.flatMap(elementsIn), prefixes: new Map(declared) };
}

function elementsIn(tree: Tree): WrittenElement[] {
  const found: WrittenElement[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (tree.kind[node] !== kinds.element) continue;
    const { uri, local } = nameOf(tree, node);
    if (uri !== schematronNamespace && uri !== xsltNamespace) continue;
    found.push({
      local,
      attribute: (name) => attribute(tree, node, name),
      inside: (locals) => inside(tree, node, locals),
    });
  }
  return found;
}

function inside(tree: Tree, element: number, locals: readonly string[]): string[] {
  const found: string[] = [];
  for (let node = element + 1; node < (tree.end[element] as number); node++) {
    if (tree.kind[node] !== kinds.element) continue;
    for (const local of locals) {
      const value = attribute(tree, node, local);
      if (value !== undefined) found.push(value);
    }
  }
  return found;
}

function attribute(tree: Tree, element: number, local: string): string | undefined {
  const last = element + (tree.attributes[element] as number);
  for (let node = element + 1; node <= last; node++) {
    const name = nameOf(tree, node);
    if (name.local === local && name.uri === '') return leafValue(tree, node);
  }
  return undefined;
}
