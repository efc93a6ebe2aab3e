import { promisify } from 'node:util';
import { gunzip as inflate } from 'node:zlib';
import { fail } from '../../engine/errors.ts';
import type { Limits } from './limits.ts';

const inflating = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflate);

/** RFC 1952; what it says of its own size is not believed. */
export async function gunzip(bytes: Uint8Array, { maxBytes }: Limits): Promise<Uint8Array> {
  try {
    return await inflating(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      fail('DECODE_TOO_LARGE', `The document unpacks to more than ${maxBytes} bytes`);
    return fail('DECODE_MALFORMED', `The document is not gzip, or torn (${String(code)})`);
  }
}
