import type { XmlOutputBufferHandler } from 'libxml2-wasm';

/** Collects what libxml2 writes: each buffer lies in its memory and must be copied before it goes on. */
export function collect(write: (handler: XmlOutputBufferHandler) => void): Uint8Array {
  const parts: Uint8Array[] = [];
  write({
    write: (part) => {
      parts.push(Uint8Array.from(part));
      return part.byteLength;
    },
    close: () => true,
  });
  return Buffer.concat(parts);
}
