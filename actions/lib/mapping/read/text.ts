import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { TextPart } from '../mapping.ts';
import { readUse } from './fragment.ts';
import { headerWords, readHeader } from './header.ts';
import { readLeaf, type Tree } from './leaf.ts';
import type { Names } from './names.ts';
import { atKey, type Reading } from './reading.ts';

/** Reads a list of parts: texts, expressions, and groups `{ $for, $if, parts, separator }`. */
export function readParts(reading: Reading, value: unknown, at: Position, names: Names): TextPart[] {
  if (!Array.isArray(value) || value.length === 0) {
    reading.report('SCHEMA', 'a list of parts is needed here', at, 'Write each part after a hyphen.');
    return [];
  }
  return value.flatMap((each, index) => readPart(reading, each, below(at, index), names));
}

const groupWords = [...headerWords, 'parts', 'separator'];

function readPart(reading: Reading, value: unknown, at: Position, names: Names): TextPart[] {
  if (!isObject(value) || '$value' in value) {
    const leaf = readLeaf(reading, value, at, names);
    return leaf === undefined ? [] : [leaf];
  }
  if (!reading.count(at)) return [];
  if ('$use' in value) return readFragmentParts(reading, value, at, names);
  return readGroup(reading, value, at, names);
}

function readGroup(reading: Reading, tree: Tree, at: Position, outer: Names): TextPart[] {
  reportOthers(reading, tree, at, groupWords);
  const { header, names } = readHeader(reading, tree, at, outer);
  const { separator } = tree;
  if (separator !== undefined && typeof separator !== 'string') {
    reading.report('SCHEMA', 'separator must be a text', below(at, 'separator'), 'Put it in quotes.');
  }
  const parts = readParts(reading, tree.parts, 'parts' in tree ? below(at, 'parts') : at, names);
  return [{ kind: 'group', header, parts, separator: typeof separator === 'string' ? separator : '' }];
}

function readFragmentParts(reading: Reading, tree: Tree, at: Position, names: Names): TextPart[] {
  reportOthers(reading, tree, at, ['$use']);
  const uses = readUse(reading, tree.$use, below(at, '$use'), names);
  return uses.flatMap((use) => readParts(reading, use.value, use.at, use.names));
}

function reportOthers(reading: Reading, tree: Tree, at: Position, known: readonly string[]): void {
  for (const key of Object.keys(tree)) {
    if (!known.includes(key)) reading.reportUnknown('KEY_UNKNOWN', 'the key', key, known, atKey(below(at, key)));
  }
}
