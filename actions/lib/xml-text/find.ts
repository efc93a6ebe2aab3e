import type { TextElement, XmlText } from './model.ts';

/** An element by its namespace, empty for none, and its local name. */
export interface PathStep {
  readonly namespace: string;
  readonly local: string;
}

/** A path of element names, from the root element on, as an author writes it: `/cfdi:Comprobante/cfdi:Addenda`. */
export interface ElementPath {
  readonly path: string;
  readonly steps: readonly PathStep[];
}

/** Reads a path; a text says what is wrong with it. */
export function readElementPath(path: string, namespaces: Readonly<Record<string, string>>): ElementPath | string {
  const steps: PathStep[] = [];
  for (const name of path.slice(1).split('/')) {
    const [local = '', prefix] = name.split(':').reverse();
    if (prefix === undefined) steps.push({ local, namespace: '' });
    else if (!Object.hasOwn(namespaces, prefix)) return `The prefix ${prefix} is not among the namespaces.`;
    else steps.push({ local, namespace: namespaces[prefix] ?? '' });
  }
  return { path, steps };
}

/** What `readElementPath` reads, as JSON Schema. */
export const elementPathPattern = '^(/[^/@\\[\\]()*\\s]+)+$';

/** The elements at a path, in the order of the document. */
export function elementsAt({ root }: XmlText, { steps }: ElementPath): readonly TextElement[] {
  let found: readonly TextElement[] = [root];
  for (const [depth, { namespace, local }] of steps.entries()) {
    const candidates = depth === 0 ? found : found.flatMap(({ children }) => children.filter((each) => 'name' in each));
    found = candidates.filter((each) => each.local === local && each.namespace === namespace);
  }
  return found;
}
