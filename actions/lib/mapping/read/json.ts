import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { JsonNode, Local } from '../mapping.ts';
import { backWords, readWays } from './back.ts';
import { isScalar } from './constant.ts';
import { noHeader, readHeader, treeWords } from './header.ts';
import { leafWords, readEmpty, readLeaf, readLeafWords, type Tree } from './leaf.ts';
import type { Names } from './names.ts';
import { atKey, type Reading } from './reading.ts';
import { readFragments } from './used-fragments.ts';

/** Reads what stands under a member's name: a value, an object, a list, or with `$for` an array of one of them. */
export function readJsonNode(reading: Reading, value: unknown, at: Position, names: Names): JsonNode | undefined {
  if (!reading.count(at)) return undefined;
  if (isScalar(value)) {
    const leaf = readLeaf(reading, value, at, names);
    return leaf && { kind: 'value', header: noHeader, leaf };
  }
  if (Array.isArray(value) && value.length > 0) {
    const items = value.flatMap((each, index) => readJsonNode(reading, each, below(at, index), names) ?? []);
    return { kind: 'list', items };
  }
  if (isObject(value) && Object.keys(value).length > 0) return readTree(reading, value, at, names);
  const hint = 'Remove it; or write { $empty: true } if it shall stand there empty.';
  reading.report('SCHEMA', 'nothing would ever be written here', at, hint);
  return undefined;
}

interface Parts {
  readonly members: (readonly [name: string, node: JsonNode])[];
  readonly locals: Local[];
  readonly seen: Set<string>;
}

function readTree(reading: Reading, tree: Tree, at: Position, outer: Names): JsonNode | undefined {
  const readOnly = tree.$readOnly === true;
  const { header, names } = readHeader(reading, tree, at, { ...outer, readOnly: outer.readOnly || readOnly });
  if ('$value' in tree || (readOnly && Object.keys(tree).every((key) => leafWords(reading).includes(key)))) {
    const known = [...treeWords(reading), ...leafWords(reading)];
    for (const key of Object.keys(tree)) {
      if (!known.includes(key))
        reading.reportUnknown('KEY_UNKNOWN', 'beside $value the key', key, known, atKey(below(at, key)));
    }
    const leaf = readLeafWords(reading, tree, at, names);
    return leaf && { kind: 'value', header, leaf };
  }
  const parts: Parts = { members: [], locals: [], seen: new Set() };
  readMembers(reading, tree, at, names, parts, [...treeWords(reading), '$empty', ...backWords(reading)]);
  const { members, locals } = parts;
  return {
    kind: 'object',
    header: { ...header, late: [...header.late, ...locals] },
    members,
    empty: readEmpty(reading, tree, at),
    ...readWays(reading, tree, at, names, members.length > 0),
  };
}

function readMembers(
  reading: Reading,
  tree: Tree,
  at: Position,
  names: Names,
  parts: Parts,
  done: readonly string[],
): void {
  for (const [key, value] of Object.entries(tree)) {
    const place = below(at, key);
    if (done.includes(key)) continue;
    if (key === '$use') {
      readFragments(reading, value, place, names, parts.locals, (tree, where, within) =>
        readMembers(reading, tree, where, within, parts, ['$with']),
      );
    } else if (key.startsWith('$')) {
      reading.reportUnknown('KEY_UNKNOWN', 'the key', key, [...done, '$use', ...leafWords(reading)], atKey(place));
    } else {
      if (parts.seen.has(key)) {
        reading.report('SCHEMA', `the member ${key} stands twice in one object`, atKey(place), 'Keep one of them.');
      }
      parts.seen.add(key);
      const node = readJsonNode(reading, value, place, names);
      if (node !== undefined) parts.members.push([key, node]);
    }
  }
}
