import { itemSchema, type JsonSchema, resultSchema } from '../../../../engine/expression.ts';
import { isObject } from '../../../../engine/json.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { Header, Local, Loop, Origin, Source } from '../mapping.ts';
import { isReadable, readTarget, targetOf } from './back.ts';
import type { Tree } from './leaf.ts';
import { addName, addPlace, type Names, newSlot } from './names.ts';
import { atKey, type Reading, shifted } from './reading.ts';
import { readSource } from './source.ts';
import { whereabouts } from './whereabouts.ts';

export const headerWords: readonly string[] = ['$for', '$with', '$if'];

/** The same where a document can be read back. */
export const treeWords = ({ writes }: Reading): readonly string[] =>
  isReadable(writes) ? [...headerWords, '$into'] : headerWords;

export const noHeader: Header = { locals: [], late: [] };

/** Reads `$for`, then `$with`, then `$if`, whatever their order in the file; gives the names that are visible below. */
export function readHeader(reading: Reading, tree: Tree, at: Position, names: Names): { header: Header; names: Names } {
  const looped = '$for' in tree ? readLoop(reading, tree, at, names) : { names };
  if ('$into' in tree && !('$for' in tree)) {
    reading.report('SCHEMA', '$into needs a $for beside it', atKey(below(at, '$into')), 'Use $read to set a value.');
  }
  const named =
    '$with' in tree
      ? readLocals(reading, tree.$with, below(at, '$with'), looped.names)
      : { locals: [], names: looped.names };
  const condition = '$if' in tree ? readCondition(reading, tree.$if, below(at, '$if'), named.names) : undefined;
  const needed = neededBy(condition, named.locals);
  const header = {
    locals: named.locals.filter((local) => needed.has(local)),
    late: named.locals.filter((local) => !needed.has(local)),
    ...(looped.loop === undefined ? {} : { loop: looped.loop }),
    ...(condition === undefined ? {} : { condition }),
  };
  return { header, names: named.names };
}

/** The names that a condition mentions, and those that they mention: the others may fail where it does not hold. */
function neededBy(condition: Source | undefined, locals: readonly Local[]): ReadonlySet<Local> {
  const needed = new Set<Local>();
  const mentioned = new Set(condition?.text.match(/[A-Za-z_]\w*/g));
  for (const local of locals.toReversed()) {
    if (!mentioned.has(local.slot.name)) continue;
    needed.add(local);
    for (const name of local.source.text.match(/[A-Za-z_]\w*/g) ?? []) mentioned.add(name);
  }
  return needed;
}

const loopForm = /^\s*([A-Za-z_][A-Za-z0-9_]*)\s*(?:,\s*([A-Za-z_][A-Za-z0-9_]*)\s*)?\sin\s+(?=\S)/;

interface LoopRead {
  readonly loop?: Loop;
  readonly names: Names;
}

function readLoop(reading: Reading, tree: Tree, parent: Position, names: Names): LoopRead {
  const value = tree.$for;
  const at = below(parent, '$for');
  const match = typeof value === 'string' ? loopForm.exec(value) : null;
  if (typeof value !== 'string' || match === null) {
    const hint = 'Write for example `$for: line in invoice.lines` or `$for: line, index in =invoice.lines.filter(…)`.';
    reading.report('SCHEMA', '$for does not have the form `name in list`', at, hint);
    return { names };
  }
  const [head, name = '', indexName] = match;
  const rest = value.slice(head.length).trimEnd();
  // The expression is reported where it stands in the text; a plain path may stand without `=`, which is added here.
  const [expression, shift] = rest.startsWith('=') ? [rest, head.length] : [`=${rest}`, head.length - 1];
  const list = readSource(reading, expression, shifted(at, shift), names, 'list');
  const schema = list === undefined ? true : (itemSchema(list.compiled) ?? true);
  const index = newSlot(reading, indexName ?? '', { type: 'integer' }, () => undefined);
  const item = newSlot(reading, name, schema, (frame) => {
    const path = list?.compiled.path === undefined ? undefined : list.origin(frame);
    return path === undefined ? itself(frame) : `${path}[${String(frame.values[index.index])}]`;
  });
  const itself = whereabouts(item.index);
  const withItem = addName(reading, names, item, at, list?.compiled.path?.[0] === name);
  const all = indexName === undefined ? withItem : addName(reading, withItem, index, at);
  if (list === undefined) return { names: all };
  const own = { target: targetOf(list.compiled, names), schema };
  const into = '$into' in tree ? readInto(reading, tree.$into, below(parent, '$into'), names, schema) : own;
  const loop = { list, item, index, at, into: into.target };
  return { names: addPlace(all, name, { slot: item.index, segments: [] }, into.schema), loop };
}

interface Into {
  readonly target: Loop['into'];
  /** Of one item. */
  readonly schema: JsonSchema;
}

/** The list that the items of a computed `$for` are read into. */
function readInto(reading: Reading, value: unknown, at: Position, names: Names, schema: JsonSchema): Into {
  if (value === 'none') return { target: 'none', schema };
  if (typeof value !== 'string') {
    reading.report('SCHEMA', '$into must name a list', at, 'Write a path such as invoice.taxes, or none.');
    return { target: 'none', schema: true };
  }
  const found = readTarget(reading, value, at, names);
  if (found === undefined) return { target: 'none', schema: true };
  const { compiled, ...target } = found;
  const item = itemSchema(compiled);
  if (item === undefined) {
    reading.report('SCHEMA', `${value} is ${compiled.type}, not a list`, at, 'Name the list that the items go to.');
  }
  return { target, schema: item ?? true };
}

export function readLocals(
  reading: Reading,
  value: unknown,
  at: Position,
  names: Names,
): { locals: Local[]; names: Names } {
  if (!isObject(value)) {
    reading.report('SCHEMA', '$with must give names to values', at, 'Write `$with: { base: "=line.netAmount" }`.');
    return { locals: [], names };
  }
  const locals: Local[] = [];
  let known = names;
  for (const [name, raw] of Object.entries(value)) {
    const place = below(at, name);
    if (typeof raw !== 'string' || !raw.startsWith('=')) {
      reading.report('SCHEMA', `${name} must be an expression`, place, 'Write =…; a constant needs no name.');
    }
    const source = typeof raw === 'string' && raw.startsWith('=') ? readSource(reading, raw, place, known) : undefined;
    const schema: JsonSchema = source === undefined ? true : resultSchema(source.compiled);
    const origin: Origin = (frame) => (source?.compiled.path === undefined ? itself(frame) : source.origin(frame));
    const slot = newSlot(reading, name, schema, origin);
    const itself = whereabouts(slot.index);
    const target = source && targetOf(source.compiled, known);
    known = addPlace(addName(reading, known, slot, atKey(place)), name, target, schema);
    if (source !== undefined) locals.push({ slot, source });
  }
  return { locals, names: known };
}

function readCondition(reading: Reading, value: unknown, at: Position, names: Names) {
  if (typeof value === 'string' && value.startsWith('=')) return readSource(reading, value, at, names, 'bool');
  reading.report('SCHEMA', '$if must be an expression', at, 'Write for example `$if: =line.quantity > 0`.');
  return undefined;
}
