import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import type { Frame, JsonMapping, JsonNode, JsonObject, Leaf, LeafType, Source } from '../mapping.ts';
import { emitHeader } from './header.ts';
import { Out } from './out.ts';
import type { Place } from './place.ts';
import { emitText, emitValue } from './source.ts';

/** Puts down what writes a JSON document, without spaces. */
export function emitJson(out: Out, { root }: JsonMapping): void {
  const nothing = root.kind === 'object' && root.header.loop === undefined ? '{}' : '[]';
  out.code(`(${emitNode(out.place, root)} || ${JSON.stringify(nothing)})`);
}

/** A variable, or a constant, with '' for what is absent; `$for` makes an array, that is absent when it has no items. */
function emitNode(place: Place, node: JsonNode): string {
  if (isReadOnly(node)) return '""';
  if (node.kind === 'list') {
    const row = emitRow(
      place,
      node.items.map((item) => ['', () => emitItems(place, item)]),
    );
    return place.block.variable(around('[', row, ']', false));
  }
  const items = emitItems(place, node);
  if (node.header.loop === undefined) return items;
  return place.block.variable(around('[', items, ']', node.kind === 'object' ? node.empty : node.leaf.empty));
}

const isReadOnly = (node: JsonNode): boolean =>
  node.kind === 'value' ? node.leaf.readOnly : node.kind === 'object' && node.readOnly;

const around = (open: string, inside: string, close: string, kept: boolean): string =>
  kept ? `"${open}" + ${inside} + "${close}"` : `(${inside} === "" ? "" : "${open}" + ${inside} + "${close}")`;

/** The item, or all items of a loop, with commas between. */
function emitItems(place: Place, node: JsonNode): string {
  if (node.kind === 'list') return emitNode(place, node);
  const out = Out.start(place);
  const inLoop = node.header.loop !== undefined;
  const emit = (inside: Out) =>
    inside.code(node.kind === 'object' ? emitObject(inside.place, node) : emitLeaf(inside.place, node.leaf, inLoop));
  emitHeader(out, node.header, emit, ',');
  return out.flush();
}

/** What is there, with commas between, each after its start. */
function emitRow(place: Place, parts: readonly (readonly [start: string, emit: () => string])[]): string {
  const row = Out.start(place).variable;
  for (const [start, emit] of parts) {
    const made = place.block.variable(emit());
    const between = `(${row} === "" ? ${JSON.stringify(start)} : ${JSON.stringify(`,${start}`)})`;
    place.block.add(`if (${made} !== "") ${row} += ${between} + ${made};`);
  }
  return row;
}

function emitObject(place: Place, { members, empty, header }: JsonObject): string {
  const row = emitRow(
    place,
    members.map(([name, node]) => [`${JSON.stringify(name)}:`, () => emitNode(place, node)]),
  );
  return place.block.variable(around('{', row, '}', empty && header.loop === undefined));
}

function emitLeaf(place: Place, leaf: Leaf, inLoop: boolean): string {
  const { value, type } = leaf;
  const absent = leaf.empty && !inLoop ? (type === 'string' ? '""' : 'null') : '';
  if (typeof value === 'string') {
    const quoted = type === 'string' || type === undefined;
    return JSON.stringify(value === '' ? absent : quoted ? JSON.stringify(value) : value);
  }
  const text = emitText(place, leaf, value);
  return place.block.variable(`${text} === "" ? ${JSON.stringify(absent)} : ${literalOf(place, value, text, type)}`);
}

function literalOf(place: Place, source: Source, text: string, type: LeafType | undefined): string {
  if (type === 'string') return `JSON.stringify(${text})`;
  // Where nothing says which type it is, the value itself does.
  if (type === undefined)
    return `(typeof ${emitValue(place, source)} === "string" ? JSON.stringify(${text}) : ${text})`;
  const note = place.constant((frame: Frame, given: string) => noteOther(frame, source, given, type));
  return `(${type === 'number' ? 'isNumber' : 'isTruth'}(${text}) ? ${text} : ${note}(${place.frame}, ${text}))`;
}

function noteOther(frame: Frame, source: Source, text: string, type: 'number' | 'boolean'): string {
  const details = { path: source.origin(frame), place: placeOf(source.at) };
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
  frame.problems.push(problem('VALUE_TYPE', `${source.text} is ${shown}, not a ${type}`, details));
  return '';
}
