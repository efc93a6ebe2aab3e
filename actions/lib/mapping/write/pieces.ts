import type { Write } from './header.ts';

/** A constant text, or what writes one. */
export type Piece = string | Write;

/** One closure for a row of pieces; neighbouring constants become one text. */
export function joinPieces(pieces: readonly Piece[]): Write {
  const texts = [''];
  const writes: Write[] = [];
  for (const piece of pieces) {
    if (typeof piece === 'string') texts[texts.length - 1] += piece;
    else {
      writes.push(piece);
      texts.push('');
    }
  }
  const [start = '', ...after] = texts;
  const [only, second] = writes;
  if (only === undefined) return () => start;
  if (second === undefined) {
    const end = after[0] ?? '';
    if (start === '' && end === '') return only;
    return (frame) => start + only(frame) + end;
  }
  return (frame) => {
    let out = start;
    for (let index = 0; index < writes.length; index += 1) out += (writes[index] as Write)(frame) + after[index];
    return out;
  };
}
