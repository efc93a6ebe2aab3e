import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import type { Catalogue } from './report/index.ts';
import type { ReadFile } from './rules/index.ts';

/** What is kept of a compiled rule set. */
export interface Compiled {
  readonly catalogue: Catalogue;
  /** The JavaScript, and what it hashes to. */
  readonly source: string;
  readonly sourceSha256: string;
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
const generation = 12;

export function fingerprintOf(path: string, read: ReadFile): Fingerprint {
  return { path, sha256: sha256(read(path)) };
}

/** All of a compiled rule set but its JavaScript, which is a file of its own: a text in JSON takes longer to read. */
type Entry = Omit<Compiled, 'source'>;

/** The compiled rule set, when all its files have the content that they had; what cannot be read is compiled anew. */
export function readCache(folder: string, key: CacheKey, read: ReadFile): Compiled | undefined {
  try {
    if (!isOwn(folder)) return undefined;
    const kept: Entry = JSON.parse(readFileSync(entry(folder, key), 'latin1'));
    if (!kept.files.every((each) => fingerprintOf(each.path, read).sha256 === each.sha256)) return undefined;
    // Of ASCII alone, as it is generated.
    const source = readFileSync(sourceEntry(folder, kept.sourceSha256));
    return sha256(source) === kept.sourceSha256 ? { ...kept, source: source.toString('latin1') } : undefined;
  } catch {
    return undefined;
  }
}

export function writeCache(folder: string, key: CacheKey, { source, ...rest }: Compiled): void {
  write(folder, sourceEntry(folder, rest.sourceSha256), source);
  // One byte a character is read in half the time.
  write(folder, entry(folder, key), JSON.stringify(rest).replace(/[\u0080-\uffff]/g, escaped));
}

/** What is kept is run: a folder that somebody else can write is not read. */
function isOwn(folder: string): boolean {
  if (process.getuid === undefined) return true;
  const { uid, mode } = statSync(folder);
  return uid === process.getuid() && (mode & 0o022) === 0;
}

/**
 * V8's form of a module, found by the hash of the module's text (V8 itself looks at its length only) and by what V8 refuses
 * it for: its own version, its flags and the processor.
 */
export function readCode(folder: string, { sourceSha256 }: Compiled): Buffer | undefined {
  try {
    return readFileSync(codeEntry(folder, sourceSha256));
  } catch {
    return undefined;
  }
}

export function writeCode(folder: string, { sourceSha256 }: Compiled, code: Buffer): void {
  write(folder, codeEntry(folder, sourceSha256), code);
}

/** Written beside and moved into place, so that nobody reads half of it; a folder that cannot be written changes nothing. */
function write(folder: string, file: string, content: string | Buffer): void {
  const beside = `${file}.${randomUUID()}`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(beside, content, { mode: 0o600 });
    renameSync(beside, file);
  } catch {
    // Compiled rule sets are kept to save time, and for nothing else.
  }
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

const sourceEntry = (folder: string, sourceSha256: string): string => join(folder, `${sourceSha256}.js`);

const codeEntry = (folder: string, sourceSha256: string): string =>
  join(folder, `${sourceSha256}-${cachedDataVersionTag().toString(16)}.code`);

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

const entry = (folder: string, { path, phase, folder: documents }: CacheKey): string => {
  const key = JSON.stringify([generation, process.version, path, phase ?? null, documents ?? null]);
  return join(folder, `${sha256(key).slice(0, 32)}.json`);
};
