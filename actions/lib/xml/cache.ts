import type { XmlDocument } from 'libxml2-wasm';
import { parseStrictly } from './parse.ts';

interface Parsed {
  readonly bytes: Uint8Array;
  readonly document: XmlDocument;
  users: number;
}

/** A document and one inside it: more would fill the processor's cache with what nobody looks at again. */
const mostKept = 2;
/** Bytes of text kept parsed: trees take ten times that, of a memory that never shrinks. One larger is kept alone. */
const mostBytes = 2 * 1024 * 1024;
/** A document above it is disposed as soon as nobody reads it. */
const largestKept = 16 * 1024 * 1024;

/** Oldest use first. A WeakMap would hold the bytes of each until V8 looks through all of its memory. */
const kept = new Set<Parsed>();

/**
 * Lends the parsed form of the bytes. Parsed once per bytes object: documents never change, so their identity is the
 * key, and the steps of one run that look at the same document parse it once.
 */
export function lend<T>(bytes: Uint8Array, read: (document: XmlDocument) => T): T {
  const parsed = keptOf(bytes) ?? parse(bytes);
  kept.delete(parsed);
  kept.add(parsed);
  parsed.users++;
  try {
    return read(parsed.document);
  } finally {
    parsed.users--;
    if (parsed.users === 0 && bytes.length > largestKept) drop(parsed);
  }
}

function keptOf(bytes: Uint8Array): Parsed | undefined {
  for (const parsed of kept) if (parsed.bytes === bytes) return parsed;
  return undefined;
}

function parse(bytes: Uint8Array): Parsed {
  evict(bytes.length);
  return { bytes, document: parseStrictly(bytes), users: 0 };
}

/** Makes room before a document is parsed, so that both are never there at once. */
function evict(coming: number): void {
  let bytes = coming;
  for (const parsed of kept) bytes += parsed.bytes.length;
  for (const parsed of kept) {
    if (kept.size < mostKept && bytes <= mostBytes) return;
    if (parsed.users > 0) continue;
    bytes -= parsed.bytes.length;
    drop(parsed);
  }
}

function drop(parsed: Parsed): void {
  kept.delete(parsed);
  parsed.document.dispose();
}
