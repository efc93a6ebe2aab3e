import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { Attribute, Element, Leaf, Local } from '../mapping.ts';
import { backWords, readWays } from './back.ts';
import { isScalar } from './constant.ts';
import { noHeader, readHeader, treeWords } from './header.ts';
import { checkPage, readHtmlName, readStyle } from './html.ts';
import { leafWords, readEmpty, readLeaf, readLeafWords, type Tree } from './leaf.ts';
import type { Names } from './names.ts';
import { atKey, type Reading } from './reading.ts';
import { readFragments } from './used-fragments.ts';
import { readXmlName } from './xml-name.ts';

/** Reads what stands under one element name: one element, or a list of them. */
export function readElements(reading: Reading, name: string, value: unknown, at: Position, names: Names): Element[] {
  const list = Array.isArray(value)
    ? value.map((each, index) => [each, below(at, index)] as const)
    : [[value, at] as const];
  const written = !names.readOnly && !list.every(([each]) => isReadOnly(each));
  const expanded =
    reading.writes === 'html'
      ? readHtmlName(reading, name, at, 'element')
      : readXmlName(reading, name, at, 'element', written);
  if (expanded === undefined) return [];
  return list.flatMap(([each, place]) => readElement(reading, { name, expanded }, each, place, names) ?? []);
}

const isReadOnly = (value: unknown): boolean => isObject(value) && value.$readOnly === true;

interface Named {
  readonly name: string;
  readonly expanded: string;
}

function readElement(
  reading: Reading,
  { name, expanded }: Named,
  value: unknown,
  at: Position,
  names: Names,
): Element | undefined {
  if (!reading.count(at)) return undefined;
  if (isObject(value) && Object.keys(value).length > 0) return readTree(reading, { name, expanded }, value, at, names);
  if (isScalar(value)) {
    const leaf = readLeaf(reading, value, at, names);
    if (leaf !== undefined && reading.writes === 'html')
      checkPage(reading, { name, attributes: [], content: [leaf] }, at);
    const plain = { header: noHeader, attributes: [], readOnly: false, passedOver: false, sets: [] };
    return leaf && { kind: 'element', name, expanded, ...plain, content: [leaf], empty: leaf.empty };
  }
  const hint = 'Remove it; or write { $empty: true } if the element shall stand there empty.';
  reading.report('SCHEMA', `nothing would ever be written for ${name}`, at, hint);
  return undefined;
}

interface Parts {
  readonly element: string;
  readonly attributes: Attribute[];
  readonly content: (Element | Leaf)[];
  readonly locals: Local[];
  readonly attributeNames: Set<string>;
}

function readTree(reading: Reading, { name, expanded }: Named, tree: Tree, at: Position, outer: Names): Element {
  const around = { ...outer, readOnly: outer.readOnly || isReadOnly(tree) };
  const { header, names } = readHeader(reading, tree, at, around);
  const parts: Parts = { element: name, attributes: [], content: [], locals: [], attributeNames: new Set() };
  readMembers(reading, tree, at, names, parts, [...treeWords(reading), '$empty', ...backWords(reading)]);
  const { attributes, content } = parts;
  if (reading.writes === 'html') checkPage(reading, { name, attributes, content }, at);
  return {
    kind: 'element',
    name,
    expanded,
    header: { ...header, late: [...header.late, ...parts.locals] },
    attributes,
    content,
    empty: readEmpty(reading, tree, at),
    ...readWays(reading, tree, at, names, attributes.length + content.length > 0),
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
    if (done.includes(key) || key === '$codes') continue;
    if (key.startsWith('@')) readAttribute(reading, key.slice(1), value, place, names, parts);
    else if (key === '$use') readUsed(reading, value, place, names, parts);
    else if (key === '$text') parts.content.push(...list(readLeaf(reading, value, place, names)));
    else if (key === '$value') parts.content.push(...list(readLeafWords(reading, tree, at, names)));
    else if (key === '$file' && reading.writes === 'html') {
      parts.content.push(...list(readStyle(reading, parts.element, value, place)));
    } else if (key.startsWith('$')) reportWord(reading, key, place, done);
    else parts.content.push(...readElements(reading, key, value, place, names));
  }
  if ('$codes' in tree && !('$value' in tree)) {
    const hint = 'Write $value: =… beside $codes; beside attributes, $text: { $codes: …, $value: =… }.';
    reading.report('SCHEMA', '$codes needs a $value to look up', atKey(below(at, '$codes')), hint);
  }
  if ('$value' in tree && '$text' in tree) {
    reading.report('SCHEMA', '$value and $text are the same thing here', atKey(below(at, '$value')), 'Keep $text.');
  }
}

const list = <T>(item: T | undefined): T[] => (item === undefined ? [] : [item]);

function readAttribute(reading: Reading, name: string, value: unknown, at: Position, names: Names, parts: Parts): void {
  const written = !names.readOnly && !isReadOnly(value);
  const unique =
    reading.writes === 'html'
      ? readHtmlName(reading, name, at, 'attribute', parts.element)
      : readXmlName(reading, name, at, 'attribute', written);
  if (unique !== undefined && parts.attributeNames.has(unique)) {
    reading.report('SCHEMA', `the attribute ${name} stands twice in one element`, atKey(at), 'Keep one of them.');
  }
  if (unique !== undefined) parts.attributeNames.add(unique);
  const leaf = readLeaf(reading, value, at, names);
  if (leaf !== undefined) parts.attributes.push({ name, expanded: unique ?? name, leaf });
}

function readUsed(reading: Reading, value: unknown, at: Position, names: Names, parts: Parts): void {
  readFragments(reading, value, at, names, parts.locals, (tree, place, within) => {
    const words = '$value' in tree ? ['$with', ...backWords(reading)] : ['$with'];
    readMembers(reading, tree, place, within, parts, words);
  });
}

function reportWord(reading: Reading, key: string, at: Position, header: readonly string[]): void {
  const known = [...header, '$text', '$use', ...leafWords(reading).filter((word) => word !== '$empty')];
  reading.reportUnknown('KEY_UNKNOWN', 'the key', key, known, atKey(at));
}
