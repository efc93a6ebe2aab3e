import { problem } from '../../../engine/errors.ts';
import { placeOf } from '../../../engine/source.ts';
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

function repeated({ list, item, index }: Loop, write: Write, separator: string): Write {
  return (frame) => {
    const items = list.read(frame);
    if (!Array.isArray(items)) {
      if (items !== undefined && items !== null && items !== '') note(frame, list, `${list.text} is not a list`);
      return '';
    }
    let out = '';
    for (let at = 0; at < items.length; at += 1) {
      frame.values[item.index] = items[at];
      frame.values[index.index] = at;
      frame.variables[item.name] = items[at];
      if (index.name !== '') frame.variables[index.name] = at;
      const made = write(frame);
      out += out === '' || made === '' ? made : separator + made;
    }
    return out;
  };
}

function note(frame: Frame, source: Source, message: string): void {
  frame.problems.push(problem('VALUE_TYPE', message, { path: source.origin(frame), place: placeOf(source.at) }));
}
