import { kinds, leafValue, nameOf, type Tree } from '../../schematron/tree/index.ts';

/** An element as a document of its own: with the namespaces that are declared around it. */
export function fragment(tree: Tree, element: number): string {
  const declared = new Map<string, string>();
  const own = new Set<string>();
  for (let node = element; node > 0; node = tree.parent[node] as number)
    for (const { element: at, prefix, uri } of tree.namespaces) {
      if (at !== node) continue;
      if (node === element) own.add(prefix);
      if (!declared.has(prefix)) declared.set(prefix, uri);
    }
  const missing = [...declared]
    .filter(([prefix]) => !own.has(prefix))
    .map(
      ([prefix, uri]) =>
        ` xmlns${prefix === '' ? '' : `:${prefix}`}="${uri.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`,
    );
  const text = tree.source.slice(tree.start[element], tree.to[element]);
  return text.replace(/^<[^\s/>]+/, (name) => name + missing.join(''));
}

export function childElements(tree: Tree, node: number): number[] {
  const found: number[] = [];
  for (let n = node + 1 + (tree.attributes[node] as number); n < (tree.end[node] as number); n = tree.end[n] as number)
    if (tree.kind[n] === kinds.element) found.push(n);
  return found;
}

export const localName = (tree: Tree, node: number): string => nameOf(tree, node).local;

export function attribute(tree: Tree, element: number, local: string): string | undefined {
  const node = attributeNode(tree, element, local);
  return node === -1 ? undefined : leafValue(tree, node);
}

export function attributeNode(tree: Tree, element: number, local: string): number {
  const last = element + (tree.attributes[element] as number);
  for (let node = element + 1; node <= last; node++) if (localName(tree, node) === local) return node;
  return -1;
}

export const rootOf = (tree: Tree): number => childElements(tree, 0)[0] ?? 0;
