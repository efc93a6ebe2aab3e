import type { TextMapping, TextPart } from '../mapping.ts';
import { type Write, withHeader } from './header.ts';
import { noteNotUnicode, readText } from './value.ts';

/** What writes a text: part after part, absent ones leave nothing. */
export function compileText({ parts }: TextMapping): Write {
  return compileParts(parts, '');
}

function compileParts(parts: readonly TextPart[], separator: string): Write {
  const writes = parts.map(compilePart);
  return (frame) => {
    let out = '';
    for (const write of writes) {
      const made = write(frame);
      out += out === '' || made === '' ? made : separator + made;
    }
    return out;
  };
}

function compilePart(part: TextPart): Write {
  if (part.kind === 'group') {
    const loops = part.header.loop !== undefined;
    return withHeader(part.header, compileParts(part.parts, loops ? '' : part.separator), loops ? part.separator : '');
  }
  const { value } = part;
  if (typeof value === 'string') return () => value;
  const read = readText(part, value);
  return (frame) => {
    const text = read(frame);
    return noteNotUnicode(frame, value, text) ? '' : text;
  };
}
