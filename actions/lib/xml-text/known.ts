/** As many as are made before the first of them is read. */
const mostKnown = 8;
/** Longer ones are made so seldom that it is better not to hold them. */
const longestKnown = 256 * 1024;

interface Known {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** The last first. */
let known: readonly Known[] = [];

/** The bytes of a text, which whoever reads them next need not decode. No surrogate may stand alone in it. */
export function bytesOfText(text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (text.length <= longestKnown) known = [{ bytes, text }, ...known.slice(0, mostKnown - 1)];
  return bytes;
}

/** The text that bytes were made of; undefined when it is not known any more. */
export const textOfBytes = (bytes: Uint8Array): string | undefined => known.find((each) => each.bytes === bytes)?.text;
