import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { Tree } from './leaf.ts';
import type { Names } from './names.ts';
import type { Reading } from './reading.ts';

export interface FragmentUse {
  readonly value: unknown;
  readonly at: Position;
  readonly names: Names;
}

/** The fragments that `$use` names, each with the names it sees; unknown and recursive ones are reported. */
export function readUse(reading: Reading, value: unknown, at: Position, names: Names): FragmentUse[] {
  const wanted = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(wanted) || !wanted.every((each) => typeof each === 'string')) {
    reading.report('SCHEMA', '$use must name a fragment or a list of fragments', at, 'Write `$use: taxes`.');
    return [];
  }
  const uses: FragmentUse[] = [];
  for (const [index, name] of wanted.entries()) {
    const place = typeof value === 'string' ? at : below(at, index);
    const fragment = reading.fragments.get(name);
    if (fragment === undefined) {
      reading.reportUnknown('REFERENCE_UNKNOWN', 'the fragment', name, reading.fragments.keys(), place);
      continue;
    }
    reading.usedFragments.add(name);
    if (names.within.includes(name)) {
      const way = [...names.within.slice(names.within.indexOf(name)), name].join(' → ');
      reading.report('FRAGMENT_RECURSIVE', `the fragment uses itself: ${way}`, place);
    } else uses.push({ ...fragment, names: { ...names, within: [...names.within, name] } });
  }
  return uses;
}

/** A fragment that stands inside a tree holds members. */
export function fragmentTree(reading: Reading, { value, at }: FragmentUse): Tree | undefined {
  if (isObject(value)) return value;
  reading.report('SCHEMA', 'a fragment must hold members', at, 'Write names and values below it.');
  return undefined;
}
