import type { Decoded } from './decode.ts';

/** As many as are made before the first of them is read. */
const mostKnown = 8;
/** Longer ones are made so seldom that it is better not to hold them. */
const longestKnown = 256 * 1024;

/** What bytes were made of. */
export interface KnownText extends Decoded {
  readonly bytes: Uint8Array;
}

const known: KnownText[] = [];
/** Where the next one comes: the oldest makes room. */
let next = 0;

/** The bytes of a text, which whoever reads them next need not decode. No surrogate may stand alone in it. */
export const bytesOfText = (text: string): Uint8Array => remember(text, false);

/** The same of a text that was checked to hold what XML may hold, which whoever reads it next need not check. */
export const bytesOfXml = (text: string): Uint8Array => remember(text, true);

function remember(text: string, holdsXml: boolean): Uint8Array {
  const bytes = Buffer.from(text, 'utf8');
  if (text.length > longestKnown) return bytes;
  known[next] = { bytes, text, holdsXml };
  next = (next + 1) % mostKnown;
  return bytes;
}

/** What these bytes were made of; undefined when it is not known any more. */
export const knownText = (bytes: Uint8Array): KnownText | undefined => known.find((each) => each.bytes === bytes);
