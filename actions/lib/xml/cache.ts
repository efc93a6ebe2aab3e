import type { XmlDocument } from 'libxml2-wasm';
import { parseStrictly } from './parse.ts';

interface Parsed {
  readonly document: XmlDocument;
  readonly size: number;
  /** Weak both ways: the cache does not hold the bytes, nor do the bytes hold a tree that was disposed. */
  readonly bytes: WeakRef<Uint8Array>;
  users: number;
}

/** As many documents as the steps of a few runs that are under way at once look at. */
const mostKept = 8;
/** Bytes of text kept parsed; a document above it is disposed as soon as nobody reads it. */
const mostBytes = 16 * 1024 * 1024;

const byBytes = new WeakMap<Uint8Array, Parsed>();
/** Oldest use first. */
const kept = new Set<Parsed>();

/**
 * Lends the parsed form of the bytes. Parsed once per bytes object: documents never change, so their identity is the
 * key, and the steps of one run that look at the same document parse it once.
 */
export function lend<T>(bytes: Uint8Array, read: (document: XmlDocument) => T): T {
  const parsed = byBytes.get(bytes) ?? keep(bytes);
  kept.delete(parsed);
  kept.add(parsed);
  parsed.users++;
  try {
    return read(parsed.document);
  } finally {
    parsed.users--;
    evict();
  }
}

function keep(bytes: Uint8Array): Parsed {
  const parsed = { document: parseStrictly(bytes), size: bytes.length, users: 0, bytes: new WeakRef(bytes) };
  byBytes.set(bytes, parsed);
  return parsed;
}

function evict(): void {
  let bytes = 0;
  for (const parsed of kept) bytes += parsed.size;
  for (const parsed of kept) {
    if (kept.size <= mostKept && bytes <= mostBytes) return;
    if (parsed.users > 0) continue;
    kept.delete(parsed);
    bytes -= parsed.size;
    const key = parsed.bytes.deref();
    if (key !== undefined) byBytes.delete(key);
    parsed.document.dispose();
  }
}
