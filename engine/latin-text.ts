/** Longer texts with other letters than ASCII's are too seldom to hold the room for them. */
const room = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * The text of UTF-8 that has only characters of Latin-1, and of the control characters below U+0020 only tab and line ends, as most
 * documents do; undefined for any other, and for what is not UTF-8. V8 takes three times as long to decode it.
 */
export function latinText(bytes: Uint8Array): string | undefined {
  const { buffer, byteOffset, length } = bytes;
  const view = new DataView(buffer, byteOffset, length);
  const source = Buffer.from(buffer, byteOffset, length);
  // What stands in the room, and from where on it does not yet.
  let end = 0;
  let from = 0;
  for (let at = endOfPlain(view, 0); at < length; at = endOfPlain(view, at)) {
    const code = view.getUint8(at++);
    if (code < SPACE) {
      if (code !== TAB && code !== LINE_FEED && code !== RETURN) return undefined;
      continue;
    }
    // U+0080 to U+00BF are C2 and their own number, U+00C0 to U+00FF are C3 and 40 less.
    const second = at < length ? view.getUint8(at++) : 0;
    if ((code !== 0xc2 && code !== 0xc3) || (second & 0xc0) !== 0x80 || length > room.length) return undefined;
    end += source.copy(room, end, from, at - 2);
    room[end++] = second + (code - 0xc2) * 0x40;
    from = at;
  }
  if (from === 0) return source.toString('latin1');
  end += source.copy(room, end, from);
  return room.toString('latin1', 0, end);
}

const SPACE = 0x20;
const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

/** Of each of four bytes in one number. */
const HIGHEST_BITS = 0x80808080 | 0;
const SPACES = 0x20202020;

/** Where the next byte is that is no character of ASCII from the space on. */
function endOfPlain(view: DataView, start: number): number {
  const { byteLength } = view;
  let at = start;
  for (const last = byteLength - 4; at <= last; at += 4) {
    const four = view.getInt32(at, true);
    // A byte below a space borrows of its highest bit, which it does not have.
    if (((four | ((four - SPACES) & ~four)) & HIGHEST_BITS) !== 0) break;
  }
  while (at < byteLength && isPlain(view.getUint8(at))) at++;
  return at;
}

const isPlain = (code: number): boolean => code >= SPACE && code <= 0x7f;
