import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib';
import { HttpFailure } from '../../engine/http.ts';

type Decoder = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>;

const isZlib = (body: Uint8Array): boolean =>
  ((body[0] ?? 0) & 0x0f) === 8 && (((body[0] ?? 0) << 8) | (body[1] ?? 0)) % 31 === 0;

/** RFC 9110 8.4.1. Some servers send `deflate` without the zlib wrapper (RFC 1950) that it must have. */
const decoders: Readonly<Record<string, Decoder>> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: (body, options) => promisify(isZlib(body) ? inflate : inflateRaw)(body, options),
  br: promisify(brotliDecompress),
};

/**
 * Undoes `content-encoding`; identity is asked for, yet some servers compress all the same. Stops at `maxBytes`,
 * and takes one coding only: a chain of them is how bombs are built.
 */
export async function decompress(
  body: Uint8Array,
  encoding: string | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  const name = encoding?.trim().toLowerCase() ?? '';
  if (name === '' || name === 'identity' || body.length === 0) return body;
  const decode = Object.hasOwn(decoders, name) ? decoders[name] : undefined;
  if (decode === undefined) throw new HttpFailure('protocol', true, `the answer's content-encoding is not understood`);
  try {
    return await decode(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new HttpFailure('protocol', true, `the answer's ${name} data is broken`, { cause: error });
  }
}

export const tooLarge = (maxBytes: number): HttpFailure =>
  new HttpFailure('too-large', true, `the answer is longer than ${maxBytes} bytes`);
