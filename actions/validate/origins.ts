import type { Variables } from '../../engine/expression.ts';
import { kinds, leafValue, parseDocument, readablePath, type Tree } from '../../schematron/index.ts';
import { type MarkedDocument, type MarkedValue, mark, type PreparedMapping } from '../lib/mapping/index.ts';

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
 * that they have in common, such as their line; of one with a single value, where it might have more, the object that has it;
 * of what is not there that of the element it should be in. Undefined of what is the whole document's.
 */
export function originsOf(marked: MarkedDocument): (path: string) => string | undefined {
  const tree = parseDocument(marked.text);
  const sources = sourcesOf(tree, marked.values);
  const [, all = []] = [...sources].find(([node]) => tree.parent[node] === 0) ?? [];
  const everywhere = counted(all);
  const origins = new Map<string, string>();
  for (const [node, found] of sources) {
    const origin = common(found, everywhere);
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

interface Origin {
  readonly path: string;
  /** What is told where it is the only one. */
  readonly alone: string;
}

/** The origins of all values in a node, by node. */
function sourcesOf(tree: Tree, values: readonly MarkedValue[]): ReadonlyMap<number, readonly Origin[]> {
  const sources = new Map<number, Origin[]>();
  for (let node = 1; node < tree.size; node++) {
    if (tree.kind[node] !== kinds.text && tree.kind[node] !== kinds.attribute) continue;
    const found = [...leafValue(tree, node).matchAll(mark)].flatMap(([, number]) => values[Number(number)] ?? []);
    if (found.length === 0) continue;
    const first = tree.kind[node] === kinds.attribute ? node : (tree.parent[node] as number);
    for (let at = first, away = 0; at > 0; at = tree.parent[at] as number, away++) {
      const known = sources.get(at) ?? [];
      if (known.length === 0) sources.set(at, known);
      known.push(...found.map(({ path, around }) => ({ path, alone: away > around ? objectOf(path) : path })));
    }
  }
  return sources;
}

/** The object that has a member; an item of a list is told itself, and so is what the business data have themselves. */
const objectOf = (path: string): string => /^(.+)\.[^.[]+$/.exec(path)?.[1] ?? path;

/** What paths begin with alike. Where some stand in this part of the document only, those alone count: a currency is everybody's. */
function common(found: readonly Origin[], everywhere: ReadonlyMap<string, number>): string {
  const here = counted(found);
  const own = [...here.keys()].filter((path) => here.get(path) === everywhere.get(path));
  const [only, another] = own.length > 0 ? own : [...here.keys()];
  if (another === undefined) return found.find(({ path }) => path === only)?.alone ?? '';
  return beginning(own.length > 0 ? own : [...here.keys()]);
}

function counted(found: readonly Origin[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of found) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

function beginning(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split(/(?=[.[])/));
  const different = first.findIndex((segment, index) => others.some((other) => other[index] !== segment));
  return first.slice(0, different === -1 ? first.length : different).join('');
}
