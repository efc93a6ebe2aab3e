import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from './report/index.ts';
import type { ReadFile } from './rules/index.ts';

/** What is kept of a compiled rule set. */
export interface Compiled {
  readonly catalogue: Catalogue;
  /** The JavaScript. */
  readonly source: string;
  /** Absolute paths of the files of `document()`. */
  readonly documents: readonly string[];
  /** All files that went into it; it holds only while none has changed. */
  readonly files: readonly Fingerprint[];
}

/** What a compiled rule set is found by. */
export interface CacheKey {
  readonly path: string;
  readonly phase: string | undefined;
  /** The folder of `document()`. */
  readonly folder: string | undefined;
}

export interface Fingerprint {
  readonly path: string;
  readonly sha256: string;
}

/** To be changed whenever the compiler writes other code for the same rules. */
const generation = 2;

export function fingerprintOf(path: string, read: ReadFile): Fingerprint {
  return { path, sha256: createHash('sha256').update(read(path)).digest('hex') };
}

/** The compiled rule set, when all its files have the content that they had; what cannot be read is compiled anew. */
export function readCache(folder: string, key: CacheKey, read: ReadFile): Compiled | undefined {
  let kept: Compiled;
  try {
    kept = JSON.parse(readFileSync(entry(folder, key), 'utf8'));
    return kept.files.every((each) => fingerprintOf(each.path, read).sha256 === each.sha256) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Written beside and moved into place, so that nobody reads half of it; a folder that cannot be written changes nothing. */
export function writeCache(folder: string, key: CacheKey, compiled: Compiled): void {
  const file = entry(folder, key);
  const beside = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(beside, JSON.stringify(compiled), { mode: 0o600 });
    renameSync(beside, file);
  } catch {
    // Compiled rule sets are kept to save time, and for nothing else.
  }
}

const entry = (folder: string, { path, phase, folder: documents }: CacheKey): string => {
  const key = JSON.stringify([generation, process.version, path, phase ?? null, documents ?? null]);
  return join(folder, `${createHash('sha256').update(key).digest('hex').slice(0, 32)}.json`);
};
