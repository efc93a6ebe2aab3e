import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fail } from '../../engine/errors.ts';

/** No key, certificate chain or password is larger. */
const LARGEST = 1024 * 1024;

export interface Found {
  readonly path: string;
  readonly suffix: string;
  /** Changes when the file does. */
  readonly state: string;
}

/**
 * A file of the vault; undefined when it is not there.
 *
 * @throws TimbreError SECRET_UNREADABLE when it cannot be looked at
 */
export async function findFile(folder: string, name: string, suffix: string): Promise<Found | undefined> {
  const path = join(folder, `${name}${suffix}`);
  try {
    const { mtimeMs, size, ino } = await stat(path);
    if (size > LARGEST)
      fail('SECRET_UNREADABLE', `The secret ${name}: ${path} has ${size} bytes; no secret is that large`);
    return { path, suffix, state: `${path} ${mtimeMs} ${size} ${ino}` };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT' || codeOf(cause) === 'ENOTDIR') return undefined;
    return unreadable(name, path, cause);
  }
}

/** @throws TimbreError SECRET_UNREADABLE */
export async function readFound(name: string, { path }: Found): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    return unreadable(name, path, cause);
  }
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

function unreadable(name: string, path: string, cause: unknown): never {
  const code = codeOf(cause);
  if (typeof code !== 'string') throw cause;
  return fail('SECRET_UNREADABLE', `The secret ${name}: ${path} cannot be read (${code})`);
}
