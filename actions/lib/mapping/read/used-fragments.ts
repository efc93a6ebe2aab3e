import { below, type Position } from '../../../../engine/source.ts';
import type { Local } from '../mapping.ts';
import { fragmentTree, readUse } from './fragment.ts';
import { readLocals } from './header.ts';
import type { Tree } from './leaf.ts';
import type { Names } from './names.ts';
import type { Reading } from './reading.ts';

/** Reads the fragments that `$use` names in the place where they are used: their names go to `locals`, their members to `members`. */
export function readFragments(
  reading: Reading,
  value: unknown,
  at: Position,
  names: Names,
  locals: Local[],
  members: (tree: Tree, at: Position, names: Names) => void,
): void {
  for (const use of readUse(reading, value, at, names)) {
    const tree = fragmentTree(reading, use);
    if (tree === undefined) continue;
    const read = '$with' in tree ? readLocals(reading, tree.$with, below(use.at, '$with'), use.names) : use;
    if ('locals' in read) locals.push(...read.locals);
    members(tree, use.at, read.names);
  }
}
