import type { Loading } from '../../../../engine/action.ts';
import { isObject } from '../../../../engine/json.ts';
import { below, type Position, type SourceFile } from '../../../../engine/source.ts';
import type { Element, Mapping } from '../mapping.ts';
import { readCodes } from './codes.ts';
import { readElements } from './element.ts';
import { noteFragments, readIncludes } from './include.ts';
import { readJsonNode } from './json.ts';
import type { Tree } from './leaf.ts';
import { type Names, startNames } from './names.ts';
import { readNamespaces } from './namespaces.ts';
import { atKey, Reading } from './reading.ts';
import { readParts } from './text.ts';

const forms = {
  xml: 'application/xml',
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  text: 'text/plain',
} as const;
type Form = keyof typeof forms;

const allKeys = [
  '$schema',
  'mapping',
  'writes',
  'mediaType',
  'include',
  'namespaces',
  'codes',
  'fragments',
  'document',
];

/** `labels` are read by who renders. */
const keysOf = (writes: unknown): readonly string[] => (writes === 'html' ? [...allKeys, 'labels'] : allKeys);

/**
 * Reads and checks a mapping file against the names of a step. Everything wrong in it is reported with its place, all
 * at once; undefined then.
 */
export function readMapping(file: SourceFile, loading: Loading): Mapping | undefined {
  const at: Position = { file, path: [] };
  const tree = isObject(file.data) ? file.data : {};
  const writes = formOf(tree.writes);
  const reading = new Reading(loading, writes ?? 'xml');
  const keys = keysOf(writes);
  if (!isObject(file.data))
    reading.report('SCHEMA', 'a mapping is a set of keys', at, `Known here: ${keys.join(', ')}.`);
  else readHead(reading, tree, at, keys);
  const mapping = readBody(reading, tree, at, writes ?? 'xml');
  return reading.failed || writes === undefined ? undefined : mapping;
}

const formOf = (value: unknown): Form | undefined =>
  value === 'xml' || value === 'html' || value === 'json' || value === 'text' ? value : undefined;

function readHead(reading: Reading, tree: Tree, at: Position, keys: readonly string[]): void {
  const needed = ['mapping', 'writes', 'document'];
  if (!needed.some((key) => key in tree)) {
    const hint = 'Name a file that begins with mapping, writes and document.';
    reading.report('SCHEMA', 'this file is not a mapping', at, hint);
    return;
  }
  for (const key of Object.keys(tree)) {
    if (!keys.includes(key)) reading.reportUnknown('KEY_UNKNOWN', 'the key', key, keys, atKey(below(at, key)));
  }
  for (const key of needed) {
    if (!(key in tree)) reading.report('SCHEMA', `\`${key}\` is missing`, at, `Write \`${key}:\`.`);
  }
  if ('mapping' in tree && (typeof tree.mapping !== 'string' || tree.mapping === '')) {
    reading.report('SCHEMA', 'mapping must be a name', below(at, 'mapping'), 'Name what is written.');
  }
  if ('writes' in tree && formOf(tree.writes) === undefined) {
    reading.report('SCHEMA', 'writes must be xml, html, json or text', below(at, 'writes'), 'Write `writes: xml`.');
  }
  const { mediaType } = tree;
  const isMediaType = typeof mediaType === 'string' && /^[\w.+-]+\/[\w.+-]+(; ?[\w-]+=[\w.-]+)*$/.test(mediaType);
  if ('mediaType' in tree && !isMediaType) {
    reading.report(
      'SCHEMA',
      'mediaType is no media type',
      below(at, 'mediaType'),
      'Write for example application/xml.',
    );
  }
  if ('include' in tree) readIncludes(reading, tree.include, below(at, 'include'));
  if ('namespaces' in tree) readNamespaces(reading, tree.namespaces, below(at, 'namespaces'));
  if ('codes' in tree) readCodes(reading, tree.codes, below(at, 'codes'));
  if ('fragments' in tree) noteFragments(reading, tree.fragments, below(at, 'fragments'));
}

function readBody(reading: Reading, tree: Tree, at: Position, writes: Form): Mapping | undefined {
  const names = startNames(reading);
  const place = below(at, 'document');
  const head = {
    name: String(tree.mapping),
    mediaType: typeof tree.mediaType === 'string' ? tree.mediaType : forms[writes],
    variables: [...names.slots.values()],
  };
  const body = 'document' in tree ? readDocument(reading, tree.document, place, names, writes) : undefined;
  for (const [name, fragment] of reading.fragments) {
    // What nobody uses cannot be checked: its expressions have no scope.
    if (!reading.usedFragments.has(name)) {
      reading.report(
        'SCHEMA',
        `the fragment ${name} is not used`,
        atKey(fragment.at),
        'Use it with $use, or remove it.',
      );
    }
  }
  return body && { ...head, ...body };
}

function readDocument(reading: Reading, value: unknown, at: Position, names: Names, writes: Form) {
  if (writes === 'text') return { writes, parts: readParts(reading, value, at, names) };
  if (writes === 'json') {
    const root = readJsonNode(reading, value, at, names);
    if (root?.kind !== 'value') return root && { writes, root };
    reading.report('SCHEMA', 'a JSON document is an object or a list', at, 'Write members or items.');
    return undefined;
  }
  const root = readRoot(reading, value, at, names);
  if (writes === 'html') return root && { writes, root };
  const namespaces = [...reading.namespaces].filter(([prefix]) => reading.usedPrefixes.has(prefix));
  return root && { writes, root, namespaces };
}

function readRoot(reading: Reading, value: unknown, at: Position, names: Names): Element | undefined {
  const entries = isObject(value) ? Object.entries(value) : [];
  const roots = entries.flatMap(([name, each]) => readElements(reading, name, each, below(at, name), names));
  const [entry, second] = entries;
  if (entry === undefined || second !== undefined || Array.isArray(entry[1])) {
    const place = entry === undefined ? at : atKey(below(at, (second ?? entry)[0]));
    reading.report('SCHEMA', 'a document has exactly one root element', place, 'Put everything else below it.');
  }
  if (reading.writes === 'html' && entry !== undefined && entry[0] !== 'html') {
    reading.report('SCHEMA', 'the root element of a page is html', atKey(below(at, entry[0])), 'Write `html:`.');
  }
  for (const word of ['$for', '$if', '$readOnly', '$writeOnly']) {
    if (entry !== undefined && isObject(entry[1]) && word in entry[1]) {
      const place = atKey(below(at, entry[0], word));
      reading.report('SCHEMA', `the root element cannot have ${word}`, place, 'It is written exactly once.');
    }
  }
  return roots[0];
}
