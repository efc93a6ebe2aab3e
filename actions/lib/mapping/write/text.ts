import type { Leaf, TextMapping, TextPart } from '../mapping.ts';
import { emitHeader } from './header.ts';
import { Out } from './out.ts';
import { emitText as emitTextOf, type Fit } from './source.ts';
import { noteNotUnicode } from './value.ts';

/** Puts down what writes a text: part after part, absent ones leave nothing. */
export function emitText(out: Out, { parts }: TextMapping): void {
  emitParts(out, parts, '');
}

function emitParts(out: Out, parts: readonly TextPart[], separator: string): void {
  if (separator === '') {
    for (const part of parts) emitPart(out, part);
    return;
  }
  const { place } = out;
  const row = Out.start(place).variable;
  for (const part of parts) {
    const each = Out.start(place);
    emitPart(each, part);
    const made = each.flush();
    const between = `(${row} === "" ? "" : ${JSON.stringify(separator)})`;
    place.block.add(`if (${made} !== "") ${row} += ${between} + ${made};`);
  }
  out.code(row);
}

function emitPart(out: Out, part: TextPart): void {
  if (part.kind === 'leaf') {
    emitLeaf(out, part);
    return;
  }
  const loops = part.header.loop !== undefined;
  const inside = loops ? '' : part.separator;
  emitHeader(out, part.header, (within) => emitParts(within, part.parts, inside), loops ? part.separator : '');
}

function emitLeaf(out: Out, leaf: Leaf): void {
  const { value } = leaf;
  if (typeof value === 'string') out.text(value);
  else out.code(emitTextOf(out.place, leaf, value, whole));
}

const whole: Fit = {
  name: 'whole',
  careful: (frame, source, text) => (noteNotUnicode(frame, source, text) ? '' : text),
};
