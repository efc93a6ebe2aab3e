import { fail, TimbreError } from '../../../../engine/errors.ts';
import { isObject, readJson } from '../../../../engine/json.ts';
import type { JsonLeaf, JsonList, JsonMapping, JsonNode, JsonObject } from '../mapping.ts';
import type { Note, ReadDocument } from './index.ts';
import { planLeaf } from './plan.ts';
import { Session, type Source } from './session.ts';

/** A place in the document: its JSON pointer, and the object it is in. */
interface Where {
  readonly pointer: string;
  readonly within: unknown;
}

type JsonSource = Source<Where, never>;

interface Reading {
  readonly session: Session<Where, never>;
  readonly note: (pointer: string, what: string) => void;
}

type Read = (reading: Reading, value: unknown, where: Where) => void;

/** What reads a JSON document, whatever the order of its members. */
export function compileJsonReader({ root }: JsonMapping, slot: number): ReadDocument {
  const read = compileNode(root);
  const isList = root.kind === 'list' || root.header.loop !== undefined;
  return (bytes) => {
    const value = parse(bytes);
    if (isList ? !Array.isArray(value) : !isObject(value)) {
      fail('PARSE_OTHER_DOCUMENT', `The document is not ${isList ? 'a list' : 'an object'}.`);
    }
    const notes: Note[] = [];
    const note = (path: string, what: string) => notes.push({ path: path === '' ? '/' : path, what });
    const source: JsonSource = {
      note: ({ pointer }, _part, what) => note(pointer, what),
      sibling: ({ within }, name) => (isObject(within) ? textOf(within[name]) : undefined),
    };
    const session = new Session(slot, source);
    read({ session, note }, value, { pointer: '', within: undefined });
    session.finish();
    return { data: session.cells[slot]?.value ?? {}, notes };
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return readJson(bytes, {}, 'The document').data;
  } catch (thrown) {
    if (thrown instanceof TimbreError) fail('JSON_MALFORMED', thrown.problems.map(({ message }) => message).join(' '));
    throw thrown;
  }
}

function compileNode(node: JsonNode): Read {
  if (node.kind === 'list') return compileList(node);
  const read = compileItem(node);
  if (node.header.loop === undefined) return read;
  return (reading, value, where) => {
    if (!Array.isArray(value)) return reading.note(where.pointer, 'it is not the list that the mapping knows');
    for (const [index, each] of value.entries()) read(reading, each, itemOf(where, index));
  };
}

/** One object or value; of a loop, one item of its list. */
function compileItem(node: JsonObject | JsonLeaf): Read {
  const { loop } = node.header;
  const read = node.kind === 'object' ? compileObject(node) : compileValue(node);
  if (loop === undefined) return read;
  return (reading, value, where) => {
    const { position } = reading.session;
    const cell = reading.session.enter(loop);
    read(reading, value, where);
    reading.session.leave(loop, cell, position);
  };
}

/** Items one by one; a loop takes all that are left. */
function compileList({ items }: JsonList): Read {
  const reads = items.map((item) => ({
    loops: item.kind !== 'list' && item.header.loop !== undefined,
    read: item.kind === 'list' ? compileList(item) : compileItem(item),
  }));
  return (reading, value, where) => {
    if (!Array.isArray(value)) return reading.note(where.pointer, 'it is not the list that the mapping knows');
    let at = 0;
    for (const [index, each] of value.entries()) {
      const item = reads[at];
      if (item === undefined) reading.note(`${where.pointer}/${index}`, 'the mapping does not know this item');
      else item.read(reading, each, itemOf(where, index));
      if (item?.loops !== true) at += 1;
    }
  };
}

const itemOf = ({ pointer, within }: Where, index: number): Where => ({ pointer: `${pointer}/${index}`, within });

function compileObject({ members, passedOver, sets }: JsonObject): Read {
  const reads = new Map(members.map(([name, node]) => [name, compileNode(node)]));
  return (reading, value, where) => {
    if (passedOver) return;
    if (!isObject(value)) return reading.note(where.pointer, 'it is not the object that the mapping knows');
    reading.session.assign(sets, undefined, { ...where, within: value });
    for (const [name, each] of Object.entries(value)) {
      if (each === null) continue;
      const pointer = `${where.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      const read = reads.get(name);
      if (read === undefined) reading.note(pointer, 'the mapping does not know this member');
      else read(reading, each, { pointer, within: value });
    }
  };
}

function compileValue({ leaf }: JsonLeaf): Read {
  const plan = planLeaf(leaf);
  return ({ session, note }, value, where) => {
    if (plan.back.kind === 'nothing') return;
    const text = textOf(value);
    if (text !== undefined) session.leaf(plan, text, where);
    else if (value !== null) note(where.pointer, 'it is not the one value that the mapping knows');
  };
}
const textOf = (value: unknown): string | undefined =>
  value === null || value === undefined || typeof value === 'object' ? undefined : String(value);
