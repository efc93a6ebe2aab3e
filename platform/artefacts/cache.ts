import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtefactFilePin } from '../../engine/artefacts.ts';
import { sha256 } from '../../engine/document.ts';
import { fail } from '../../engine/errors.ts';

/** A file of the cache: its name is the sha256 of its content, and it is read only when that is so. */
export type Cached =
  | { readonly state: 'cached'; readonly sha256: string; readonly bytes: Uint8Array }
  | { readonly state: 'missing' }
  | { readonly state: 'damaged'; readonly sha256: string };

/** Finds the first of a pin's files that is whole in the cache. */
export async function readCached(folder: string, pin: ArtefactFilePin): Promise<Cached> {
  let damaged: Cached | undefined;
  for (const name of pin.sha256) {
    const bytes = await readIfThere(join(folder, name));
    if (bytes === undefined) continue;
    if (sha256(bytes) === name) return { state: 'cached', sha256: name, bytes };
    damaged = { state: 'damaged', sha256: name };
  }
  return damaged ?? { state: 'missing' };
}

/** Puts a file there whole or not at all, over a damaged one too: by temporary file, fsync and rename. */
export async function writeCached(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `.${name}.${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(draft, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, name));
  } catch (thrown) {
    // What went wrong is said below; a draft that cannot be removed either is never read.
    await rm(draft, { force: true }).catch(() => undefined);
    fail('STORE_FAILED', `The artefact cache ${folder} cannot be written: ${messageOf(thrown)}.`);
  }
}

async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'))
      return undefined;
    return fail('STORE_FAILED', `The artefact cache cannot be read: ${messageOf(thrown)}.`);
  }
}

const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
