import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import type { Frame, Header, Local, Loop, Source } from '../mapping.ts';
import { Out } from './out.ts';
import { type Place, variableOf } from './place.ts';
import { emitValue } from './source.ts';

/** Puts into a place what writes a part of the document. */
export type Emit = (out: Out) => void;

/** A loop joins what it made with this; without a separator absent items leave no trace anyway. */
export function emitHeader(out: Out, header: Header, emit: Emit, separator = ''): void {
  if (header.loop === undefined) emitGuarded(out, header, emit);
  else emitLoop(out, header.loop, (inside) => emitGuarded(inside, header, emit), separator);
}

export const isPlain = ({ loop, locals, condition, late }: Header): boolean =>
  loop === undefined && condition === undefined && locals.length === 0 && late.length === 0;

function emitGuarded(out: Out, { locals, condition, late }: Header, emit: Emit): void {
  const before = out.in(emitLocals(out.place, locals));
  const inside = condition === undefined ? before.place : before.place.in(emitCondition(before.place, condition));
  const within = before.in(emitLocals(inside, late));
  emit(within);
  within.flush();
}

function emitLocals(place: Place, locals: readonly Local[]): Place {
  return locals.reduce((known, { slot, source }) => {
    const value = emitValue(known, source);
    known.block.add(`const ${variableOf(slot)} = ${value};`);
    return known.knowing(slot);
  }, place);
}

/** An absent condition does not hold. */
function emitCondition(place: Place, condition: Source) {
  const value = emitValue(place, condition);
  const note = place.constant((frame: Frame) => noteType(frame, condition, 'true or false'));
  return place.block.below(`if (${value} === true || (isOdd(${value}) && ${note}(${place.frame})))`);
}

/** What writes one item is a function of its own: small enough for the optimising compiler, however large the mapping. */
function emitLoop(out: Out, { list, item, index }: Loop, emit: Emit, separator: string): void {
  const { place } = out;
  const { block } = place;
  const given = emitValue(place, list);
  const note = place.constant((frame: Frame) => noteType(frame, list, 'a list'));
  const items = block.variable(`itemsOf(${given}) ?? (${note}(${place.frame}), [])`);
  const write = block.module.fresh();
  const inside = block.function(write, [variableOf(item), variableOf(index)]);
  const each = Out.start(place.in(inside).knowing(item, index));
  emit(each);
  inside.add(`return ${each.flush()};`);
  out.code(`joinItems(${items}, ${write}, ${JSON.stringify(separator)})`);
}

function noteType(frame: Frame, source: Source, wanted: string): boolean {
  const message = `${source.text} is not ${wanted}`;
  frame.problems.push(problem('VALUE_TYPE', message, { path: source.origin(frame), place: placeOf(source.at) }));
  return false;
}
