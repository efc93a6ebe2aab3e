import { fail } from '../../engine/errors.ts';
import type { Limits } from './limits.ts';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** RFC 4648, section 4; line breaks and spaces between are left out, anything else is refused. */
export function fromBase64(bytes: Uint8Array, { maxBytes }: Limits): Uint8Array {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/[ \t\r\n]/g, '');
  if (!BASE64.test(text) || text.length % 4 !== 0) fail('DECODE_MALFORMED', 'The document is not base64');
  const size = (text.length / 4) * 3 - (text.length - text.replace(/=+$/, '').length);
  if (size > maxBytes) fail('DECODE_TOO_LARGE', `The decoded document has ${size} bytes; ${maxBytes} are allowed`);
  return Buffer.from(text, 'base64');
}
