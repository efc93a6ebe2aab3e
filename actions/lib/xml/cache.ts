import type { XmlDocument } from 'libxml2-wasm';
import { parseStrictly } from './parse.ts';

interface Parsed {
  readonly document: XmlDocument;
  readonly size: number;
  users: number;
  disposed: boolean;
}

/** A document and one inside it: more would fill the processor's cache with what nobody looks at again. */
const mostKept = 2;
/** Bytes of text kept parsed: trees take ten times that, of a memory that never shrinks. One larger is kept alone. */
const mostBytes = 2 * 1024 * 1024;
/** A document above it is disposed as soon as nobody reads it. */
const largestKept = 16 * 1024 * 1024;

/** The cache does not hold the bytes. */
const byBytes = new WeakMap<Uint8Array, Parsed>();
/** Oldest use first. */
const kept = new Set<Parsed>();

/**
 * Lends the parsed form of the bytes. Parsed once per bytes object: documents never change, so their identity is the
 * key, and the steps of one run that look at the same document parse it once.
 */
export function lend<T>(bytes: Uint8Array, read: (document: XmlDocument) => T): T {
  const known = byBytes.get(bytes);
  const parsed = known === undefined || known.disposed ? keep(bytes) : known;
  kept.delete(parsed);
  kept.add(parsed);
  parsed.users++;
  try {
    return read(parsed.document);
  } finally {
    parsed.users--;
    if (parsed.users === 0 && parsed.size > largestKept) drop(parsed);
  }
}

function keep(bytes: Uint8Array): Parsed {
  evict(bytes.length);
  const parsed = { document: parseStrictly(bytes), size: bytes.length, users: 0, disposed: false };
  byBytes.set(bytes, parsed);
  return parsed;
}

/** Makes room before a document is parsed, so that both are never there at once. */
function evict(coming: number): void {
  let bytes = coming;
  for (const parsed of kept) bytes += parsed.size;
  for (const parsed of kept) {
    if (kept.size < mostKept && bytes <= mostBytes) return;
    if (parsed.users > 0) continue;
    bytes -= parsed.size;
    drop(parsed);
  }
}

function drop(parsed: Parsed): void {
  kept.delete(parsed);
  parsed.disposed = true;
  parsed.document.dispose();
}
