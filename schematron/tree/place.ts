import type { Place } from '../rules/model.ts';
import type { Tree } from './tree.ts';

/** Line and column (from 1, in UTF-16 units) of an offset in a text; a line ends with LF, CR or both. */
export function placeAt(source: string, offset: number, file: string): Place {
  const before = source.slice(0, offset);
  const line = (before.match(/\r\n?|\n/g)?.length ?? 0) + 1;
  return { file, line, column: offset - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) };
}

/** The whole text of the line that an offset is in. */
export function lineAt(source: string, offset: number): string {
  const from = Math.max(source.lastIndexOf('\n', offset - 1), source.lastIndexOf('\r', offset - 1)) + 1;
  const length = source.slice(from).search(/[\r\n]/);
  return length === -1 ? source.slice(from) : source.slice(from, from + length);
}

/** Where a node begins. Lines are counted at the first question, and then looked up. */
export function nodePlace(tree: Tree, node: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts(tree);
  const offset = tree.start[node] as number;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

const known = new WeakMap<Tree, readonly number[]>();

function lineStarts(tree: Tree): readonly number[] {
  const before = known.get(tree);
  if (before) return before;
  const starts = [0];
  const { source } = tree;
  if (source.includes('\r'))
    for (const found of source.matchAll(/\r\n?|\n/g)) starts.push(found.index + found[0].length);
  else for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  known.set(tree, starts);
  return starts;
}
