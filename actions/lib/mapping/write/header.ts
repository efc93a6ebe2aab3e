import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import type { Frame, Header, Local, Loop, Source } from '../mapping.ts';

/** Writes with one frame; the empty text is what is absent. */
export type Write = (frame: Frame) => string;

/** A loop joins what it made with this; without a separator absent items leave no trace anyway. */
export function withHeader(header: Header, write: Write, separator = ''): Write {
  const once = guarded(header, write);
  return header.loop === undefined ? once : repeated(header.loop, once, separator);
}

export const isPlain = ({ loop, locals, condition, late }: Header): boolean =>
  loop === undefined && condition === undefined && locals.length === 0 && late.length === 0;

function guarded(header: Header, write: Write): Write {
  const { locals, condition, late } = header;
  if (locals.length === 0 && condition === undefined && late.length === 0) return write;
  return (frame) => {
    for (const local of locals) setLocal(frame, local);
    if (condition !== undefined && !holds(frame, condition)) return '';
    for (const local of late) setLocal(frame, local);
    return write(frame);
  };
}

function setLocal(frame: Frame, { slot, source }: Local): void {
  const value = source.read(frame);
  frame.values[slot.index] = value;
  frame.variables[slot.name] = value;
}

/** An absent condition does not hold. */
function holds(frame: Frame, condition: Source): boolean {
  const value = condition.read(frame);
  if (typeof value === 'boolean') return value;
  if (value !== undefined && value !== null) note(frame, condition, `${condition.text} is not true or false`);
  return false;
}

function repeated(loop: Loop, write: Write, separator: string): Write {
  const { list } = loop;
  return (frame) => {
    const items = list.read(frame);
    if (Array.isArray(items)) return writeItems(frame, loop, items, write, separator);
    if (items !== undefined && items !== null && items !== '') note(frame, list, `${list.text} is not a list`);
    return '';
  };
}

/** Characters after which what a loop made is put together. */
const chunk = 1 << 15;

function writeItems(frame: Frame, loop: Loop, items: readonly unknown[], write: Write, separator: string): string {
  const done: string[] = [];
  let out = '';
  let between = '';
  for (let at = 0; at < items.length; at += 1) {
    enter(frame, loop, items[at], at);
    const made = write(frame);
    if (made === '') continue;
    out += between + made;
    between = separator;
    if (out.length > chunk) {
      done.push(flat(out));
      out = '';
    }
  }
  return done.length === 0 ? out : done.join('') + out;
}

function enter(frame: Frame, { item, index }: Loop, value: unknown, at: number): void {
  frame.values[item.index] = value;
  frame.values[index.index] = at;
  frame.variables[item.name] = value;
  if (index.name !== '') frame.variables[index.name] = at;
}

/**
 * V8 keeps `a + b` as a pair until a character is asked for. A hundred thousand pairs that live until the document is
 * whole cost the garbage collector more than writing does; asked early, they die young.
 */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

function note(frame: Frame, source: Source, message: string): void {
  frame.problems.push(problem('VALUE_TYPE', message, { path: source.origin(frame), place: placeOf(source.at) }));
}
