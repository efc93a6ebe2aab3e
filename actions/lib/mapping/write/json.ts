import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import { isJsonNumber } from '../json-number.ts';
import type { Frame, JsonMapping, JsonNode, JsonObject, Leaf, LeafType, Source } from '../mapping.ts';
import { type Write, withHeader } from './header.ts';
import { readText } from './value.ts';

/** What writes a JSON document, without spaces. */
export function compileJson({ root }: JsonMapping): Write {
  const write = compileNode(root);
  const nothing = root.kind === 'object' && root.header.loop === undefined ? '{}' : '[]';
  return (frame) => write(frame) || nothing;
}

/** Writes '' for what is absent; `$for` makes an array, that is absent when it has no items. */
function compileNode(node: JsonNode): Write {
  if (isReadOnly(node)) return () => '';
  if (node.kind === 'list') return array(rowOf(node.items.map((item) => compileItems(item))));
  const items = compileItems(node);
  if (node.header.loop === undefined) return items;
  const empty = node.kind === 'object' ? node.empty : node.leaf.empty;
  return array(items, empty);
}

const isReadOnly = (node: JsonNode): boolean =>
  node.kind === 'value' ? node.leaf.readOnly : node.kind === 'object' && node.readOnly;

/** The item, or all items of a loop, with commas between. */
function compileItems(node: JsonNode): Write {
  if (node.kind === 'list') return compileNode(node);
  const write = node.kind === 'object' ? compileObject(node) : compileLeaf(node.leaf, node.header.loop !== undefined);
  return withHeader(node.header, write, ',');
}

function array(items: Write, empty = false): Write {
  return (frame) => {
    const inside = items(frame);
    return inside === '' && !empty ? '' : `[${inside}]`;
  };
}

function rowOf(writes: readonly Write[]): Write {
  return (frame) => {
    let out = '';
    for (const write of writes) {
      const made = write(frame);
      out += out === '' || made === '' ? made : `,${made}`;
    }
    return out;
  };
}

function compileObject({ members, empty, header }: JsonObject): Write {
  const inside = rowOf(members.map(([name, node]) => compileMember(name, compileNode(node))));
  const kept = empty && header.loop === undefined;
  return (frame) => {
    const out = inside(frame);
    return out === '' && !kept ? '' : `{${out}}`;
  };
}

function compileMember(name: string, write: Write): Write {
  const start = `${JSON.stringify(name)}:`;
  return (frame) => {
    const made = write(frame);
    return made === '' ? '' : start + made;
  };
}

function compileLeaf(leaf: Leaf, inLoop: boolean): Write {
  const { value, type } = leaf;
  const absent = leaf.empty && !inLoop ? (type === 'string' ? '""' : 'null') : '';
  if (typeof value === 'string') {
    const constant = value === '' ? absent : type === 'string' || type === undefined ? JSON.stringify(value) : value;
    return () => constant;
  }
  const read = readText(leaf, value);
  if (type === undefined) return untyped(value, read, absent);
  return (frame) => {
    const text = read(frame);
    return text === '' ? absent : literal(frame, value, text, type);
  };
}

/** Where nothing says which type it is, the value itself does. */
function untyped(source: Source, read: Write, absent: string): Write {
  return (frame) => {
    const text = read(frame);
    if (text === '') return absent;
    const raw = source.read(frame);
    return typeof raw === 'string' ? JSON.stringify(text) : text;
  };
}

function literal(frame: Frame, source: Source, text: string, type: LeafType): string {
  if (type === 'string') return JSON.stringify(text);
  if (type === 'number' ? isJsonNumber(text) : text === 'true' || text === 'false') return text;
  const details = { path: source.origin(frame), place: placeOf(source.at) };
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  frame.problems.push(problem('VALUE_TYPE', `${source.text} is ${shown}, not a ${type}`, details));
  return '';
}
