import { parse, stringify } from 'lossless-json';

export interface ChangedLine {
  readonly kind: 'removed' | 'added';
  readonly line: string;
}

/** A document as lines: what is on one line of XML is told element by element, of JSON member by member. */
export const linesOf = (text: string): string[] => (json(text) ?? text.replaceAll(/>\s*</g, '>\n<')).split(/\r?\n/);

function json(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return stringify(parse(text), null, 2);
  } catch {
    return undefined;
  }
}

/** The lines that one has and the other has not, in their order: the fewest there can be. */
export function changedLines(before: readonly string[], after: readonly string[]): ChangedLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, after.length) - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end++;
  return walk(before.slice(start, before.length - end), after.slice(start, after.length - end));
}

/** Beyond so many pairs of lines everything between is told as changed. */
const mostPairs = 4_000_000;

/** By the longest common subsequence. */
function walk(before: readonly string[], after: readonly string[]): ChangedLine[] {
  const removed = (line: string): ChangedLine => ({ kind: 'removed', line });
  const added = (line: string): ChangedLine => ({ kind: 'added', line });
  const width = after.length + 1;
  if ((before.length + 1) * width > mostPairs) return [...before.map(removed), ...after.map(added)];
  const common = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => common[row * width + column] ?? 0;
  for (let row = before.length - 1; row >= 0; row--)
    for (let column = after.length - 1; column >= 0; column--)
      common[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const changed: ChangedLine[] = [];
  let [row, column] = [0, 0];
  while (row < before.length || column < after.length) {
    const [one, other] = [before[row], after[column]];
    if (one !== undefined && one === other) [row, column] = [row + 1, column + 1];
    else if (one !== undefined && (other === undefined || at(row + 1, column) >= at(row, column + 1))) {
      changed.push(removed(one));
      row++;
    } else if (other !== undefined) {
      changed.push(added(other));
      column++;
    }
  }
  return changed;
}
