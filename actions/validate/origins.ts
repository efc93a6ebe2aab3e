import type { Variables } from '../../engine/expression.ts';
import { kinds, leafValue, parseDocument, readablePath, type Tree } from '../../schematron/index.ts';
import { type MarkedDocument, mark, type PreparedMapping } from '../lib/mapping/index.ts';

/**
 * `originsOf` of what a mapping wrote. Asked for at the first finding: only then is the document written once more. Without it
 * findings are told all the same.
 */
export function originIn(
  variables: Variables,
  mapping: PreparedMapping | undefined,
): (path: string) => string | undefined {
  let origins: ((path: string) => string | undefined) | undefined;
  return (path) => {
    const marked = mapping?.marked;
    if (marked === undefined) return undefined;
    try {
      origins ??= originsOf(marked(variables));
    } catch {
      origins = () => undefined;
    }
    return origins(path);
  };
}

/**
 * Where in the business data a place of a document came from: of a value exactly; of an element with several the part
 * that they have in common, such as their line; of what is not there that of the element it should be in. Undefined of what is the
 * whole document's.
 */
export function originsOf(marked: MarkedDocument): (path: string) => string | undefined {
  const tree = parseDocument(marked.text);
  const sources = sourcesOf(tree, marked.paths);
  const [, all = []] = [...sources].find(([node]) => tree.parent[node] === 0) ?? [];
  const everywhere = counted(all);
  const origins = new Map<string, string>();
  for (const [node, paths] of sources) {
    const origin = common(paths, everywhere);
    if (origin !== '') origins.set(readablePath(tree, node), origin);
  }
  return (path) => {
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const origin = origins.get(at);
      if (origin !== undefined) return origin;
    }
    return undefined;
  };
}

/** The paths of all values in a node, by node. */
function sourcesOf(tree: Tree, paths: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const sources = new Map<number, string[]>();
  for (let node = 1; node < tree.size; node++) {
    if (tree.kind[node] !== kinds.text && tree.kind[node] !== kinds.attribute) continue;
    const found = [...leafValue(tree, node).matchAll(mark)].map(([, number]) => paths[Number(number)] ?? '');
    const first = tree.kind[node] === kinds.attribute ? node : (tree.parent[node] as number);
    if (found.length === 0) continue;
    for (let at = first; at > 0; at = tree.parent[at] as number) {
      const known = sources.get(at);
      if (known) known.push(...found);
      else sources.set(at, [...found]);
    }
  }
  return sources;
}

/** What paths begin with alike. Where some stand in this part of the document only, those alone count: a currency is everybody's. */
function common(paths: readonly string[], everywhere: ReadonlyMap<string, number>): string {
  const here = counted(paths);
  const own = [...here.keys()].filter((path) => here.get(path) === everywhere.get(path));
  return beginning(own.length > 0 ? own : [...here.keys()]);
}

function counted(paths: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

function beginning(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(/(?=[.[])/));
  const different = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return first.slice(0, different === -1 ? first.length : different).join('');
}
