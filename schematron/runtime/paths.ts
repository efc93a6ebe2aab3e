import type { Tree, Vocabulary } from '../tree/index.ts';

/** The id of the path of elements with these names below another path. For rule sets, when they are loaded. */
export function addPath(vocabulary: Vocabulary, names: readonly number[], from = root): number {
  let path = from;
  for (const name of names) path = vocabulary.addPath(path, name);
  return path;
}

/** The path of the document. */
const root = 1;

/**
 * Paths below the context of a rule, such as `/Invoice | /CreditNote`, of which a document has one at most. Answers the
 * function that finds, for a document, the ids of the `relative` paths below the one that it has.
 */
export function pathTables(
  vocabulary: Vocabulary,
  bases: readonly (readonly number[])[],
  relative: readonly (readonly number[])[],
): (tree: Tree) => Int32Array {
  const tables = bases.map((names) => {
    const base = addPath(vocabulary, names);
    return { base, paths: Int32Array.from(relative, (below) => addPath(vocabulary, below, base)) };
  });
  return (tree) => {
    const table = tables.find(({ base }) => (tree.firstOfPath[base] as number) >= 0) ?? tables[0];
    return table?.paths ?? new Int32Array();
  };
}
