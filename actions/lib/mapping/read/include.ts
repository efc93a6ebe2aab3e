import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import { readCodes } from './codes.ts';
import { readNamespaces } from './namespaces.ts';
import { atKey, type Reading } from './reading.ts';

/** What mappings share: `writes`, and namespaces, code tables and fragments by name. */
const partKeys = ['$schema', 'writes', 'namespaces', 'codes', 'fragments'];

/** Reads the files that `include` names. Nothing in them needs to be used by every mapping that includes them. */
export function readIncludes(reading: Reading, value: unknown, at: Position): void {
  const paths = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(paths) || !paths.every((each) => typeof each === 'string')) {
    const hint = 'Write `include: mappings/parts.yaml`.';
    reading.report('SCHEMA', 'include must name a file of the feature or a list of files', at, hint);
    return;
  }
  for (const [index, path] of paths.entries()) {
    const named = typeof value === 'string' ? at : below(at, index);
    const file = reading.loading.file(path, named);
    if (file === undefined) reading.failed = true;
    else readParts(reading, path, file.data, { file, path: [] }, named);
  }
}

function readParts(reading: Reading, path: string, data: unknown, at: Position, named: Position): void {
  if (!isObject(data) || 'document' in data) {
    const message = `${path} holds no parts for mappings`;
    reading.report('SCHEMA', message, named, `Such a file has only: ${partKeys.slice(1).join(', ')}.`);
    return;
  }
  for (const key of Object.keys(data)) {
    if (!partKeys.includes(key)) reading.reportUnknown('KEY_UNKNOWN', 'the key', key, partKeys, atKey(below(at, key)));
  }
  if (data.writes !== reading.writes) {
    const hint = `Write \`writes: ${reading.writes}\` there, as in the mapping.`;
    reading.report('SCHEMA', `${path} is not for a mapping that writes ${reading.writes}`, named, hint);
  }
  if ('namespaces' in data) readNamespaces(reading, data.namespaces, below(at, 'namespaces'));
  if ('codes' in data) readCodes(reading, data.codes, below(at, 'codes'));
  if ('fragments' in data) {
    noteFragments(reading, data.fragments, below(at, 'fragments'));
    if (isObject(data.fragments)) for (const name of Object.keys(data.fragments)) reading.usedFragments.add(name);
  }
}

/** Keeps fragments under their names: they are read where they are used. */
export function noteFragments(reading: Reading, value: unknown, at: Position): void {
  if (!isObject(value)) {
    reading.report('SCHEMA', 'fragments must give names to trees', at, 'Write the name of a fragment and its tree.');
    return;
  }
  for (const [name, each] of Object.entries(value)) {
    const place = below(at, name);
    if (reading.fragments.has(name)) reading.reportTwice('fragment', name, place);
    reading.fragments.set(name, { value: each, at: place });
  }
}
