/** A stretch of a text, in the mode in which it is written. */
export type Segment =
  | { readonly mode: 'numeric' | 'alphanumeric'; readonly data: string }
  | { readonly mode: 'byte'; readonly data: Buffer };

/**
 * From 16 characters on, a stretch in the smaller alphabet saves more (2.5 bits a character) than two changes of the mode
 * cost (33 bits at most; ISO/IEC 18004, 7.4). The library's own search for the best split takes longer than all the rest.
 */
const smallAlphabet = /[0-9A-Z $%*+\-./:]{16,}/g;

/** The parts of a text, each in the mode that is the shortest for it. */
export function segmentsOf(text: string): Segment[] {
  if (/^\d+$/.test(text)) return [{ data: text, mode: 'numeric' }];
  if (/^[0-9A-Z $%*+\-./:]+$/.test(text)) return [{ data: text, mode: 'alphanumeric' }];
  const segments: Segment[] = [];
  let from = 0;
  for (const { index, 0: data } of text.matchAll(smallAlphabet)) {
    if (index > from) segments.push(bytes(text.slice(from, index)));
    segments.push({ data, mode: 'alphanumeric' });
    from = index + data.length;
  }
  if (from < text.length) segments.push(bytes(text.slice(from)));
  return segments;
}

const bytes = (text: string): Segment => ({ data: Buffer.from(text, 'utf8'), mode: 'byte' });
