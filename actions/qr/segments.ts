/** A stretch of a text, in the mode in which it is written. */
export type Segment =
  | { readonly mode: 'numeric' | 'alphanumeric'; readonly data: string }
  | { readonly mode: 'byte'; readonly data: Buffer };

/**
 * From 16 characters on, a stretch in the smaller alphabet saves more (2.5 bits a character) than two changes of the mode
 * cost (33 bits at most; ISO/IEC 18004, 7.4). The library's own search for the best split takes longer than all the rest.
 */
const SHORTEST = 16;

const isSmall = Array.from({ length: 128 }, (_, code) => /[0-9A-Z $%*+\-./:]/.test(String.fromCharCode(code)));

/** The parts of a text, each in the mode that is the shortest for it. */
export function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = [];
  let written = 0;
  for (let at = 0; at < text.length; ) {
    const end = endOfSmall(text, at);
    if (end - at >= SHORTEST || end - at === text.length) {
      if (at > written) segments.push(bytes(text.slice(written, at)));
      const data = text.slice(at, end);
      segments.push({ data, mode: end - at === text.length && /^\d+$/.test(data) ? 'numeric' : 'alphanumeric' });
      written = end;
    }
    at = end + 1;
  }
  if (written < text.length) segments.push(bytes(text.slice(written)));
  return segments;
}

/** Where the smaller alphabet ends. */
function endOfSmall(text: string, from: number): number {
  let end = from;
  while (isSmall[text.charCodeAt(end)] === true) end++;
  return end;
}

const bytes = (text: string): Segment => ({ data: Buffer.from(text, 'utf8'), mode: 'byte' });
