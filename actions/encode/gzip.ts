import { gzipSync } from 'node:zlib';

/** Where RFC 1952 puts the operating system, and its word for one that does not matter. */
const SYSTEM_AT = 9;
const UNKNOWN_SYSTEM = 255;

/** Without time or system in its header, so that it is the same everywhere. */
export function gzip(bytes: Uint8Array): Uint8Array {
  const packed = gzipSync(bytes, { level: 9 });
  packed[SYSTEM_AT] = UNKNOWN_SYSTEM;
  return packed;
}
