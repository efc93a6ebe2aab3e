import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail } from '../../engine/errors.ts';
import type { Store } from '../../engine/store.ts';

/**
 * A store in a folder, shared by any number of processes. What exists is whole and on the disk: a file is written under a
 * temporary name, flushed, and given its own name by `link()`, which fails when the name is taken.
 * A movable file is a folder of numbered versions, so that compare-and-swap needs no lock that a crash could leave behind.
 */
export function folderStore(root: string): Store {
  const write = writer(root);
  return {
    create: (path, bytes) => guarded(root, () => write(join(root, path), bytes)),
    read: (path) => guarded(root, () => read(join(root, path))),
    async *list(prefix) {
      yield* await guarded(root, () => filesBelow(root, prefix));
    },
    readVersioned: (path) => guarded(root, () => newest(join(root, path))),
    swap: (path, bytes, version) => guarded(root, () => swap(write, join(root, path), bytes, version)),
    remove: (path) => guarded(root, () => remove(root, join(root, path))),
  };
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EISDIR') return (await newest(path))?.bytes;
    throw error;
  }
}

/** A file with the attribute "immutable" cannot be removed by anybody. */
async function remove(root: string, path: string): Promise<void> {
  try {
    await rm(path, { force: true });
  } catch (error) {
    if (codeOf(error) === 'ERR_FS_EISDIR') return removeVersions(root, path);
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'EROFS') throw error;
    fail('STORE_IMMUTABLE', `The store ${root} does not let a file be removed.`);
  }
}

/** The newest goes last: until then the file is there. The folder stays, for a version that is just being written. */
async function removeVersions(root: string, path: string): Promise<void> {
  for (const version of await versions(path)) await remove(root, join(path, version));
}

type Write = (path: string, bytes: Uint8Array) => Promise<boolean>;

function writer(root: string): Write {
  const drafts = join(root, '.drafts');
  const folders = new Map<string, Promise<unknown>>();
  const ensure = (folder: string) => {
    const known = folders.get(folder) ?? mkdir(folder, { recursive: true });
    folders.set(folder, known);
    // A folder that could not be made is tried again next time.
    known.catch(() => folders.delete(folder));
    return known;
  };
  return async (path, bytes) => {
    await Promise.all([ensure(drafts), ensure(dirname(path))]);
    const draft = join(drafts, randomBytes(12).toString('hex'));
    try {
      await writeDurably(draft, bytes);
      await link(draft, path);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      if (codeOf(error) === 'ENOENT') folders.clear();
      throw error;
    } finally {
      await rm(draft, { force: true });
    }
    await syncFolder(dirname(path));
    return true;
  };
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The name itself survives a loss of power only when the folder is flushed too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Below `path`: `000000000001`, `000000000002` …; the highest counts. */
async function versions(path: string): Promise<string[]> {
  return ((await absentWhenMissing(readdir(path))) ?? []).filter(isVersion).sort();
}

async function newest(path: string) {
  for (;;) {
    const version = (await versions(path)).at(-1);
    if (version === undefined) return undefined;
    const bytes = await absentWhenMissing(readFile(join(path, version)));
    // It was just replaced and cleared away: look again.
    if (bytes) return { bytes, version };
  }
}

/** So many old versions are kept; a name that is still there cannot be made again. */
const kept = 64;

/**
 * Makes the next version. Its name is free for one writer only, unless the version compared is so old that its successor
 * has been cleared away: then it is far behind the newest, and taken back. One that others have just built on is not.
 */
async function swap(write: Write, path: string, bytes: Uint8Array, version: string | undefined): Promise<boolean> {
  const number = Number(version ?? 0) + 1;
  if (!(await write(join(path, nameOf(number)), bytes))) return false;
  const all = await versions(path);
  const newest = Number(all.at(-1));
  if (newest - number > kept / 2) {
    await rm(join(path, nameOf(number)), { force: true });
    return false;
  }
  const old = all.filter((each) => Number(each) < newest - kept);
  await Promise.all(old.map((each) => rm(join(path, each), { force: true })));
  return true;
}

const nameOf = (version: number): string => String(version).padStart(12, '0');
/** No file that is created has such a name. */
const isVersion = (name: string): boolean => /^\d{12}$/.test(name);

async function filesBelow(root: string, prefix: string): Promise<string[]> {
  const entries = await absentWhenMissing(readdir(join(root, prefix), { recursive: true, withFileTypes: true }));
  const paths = (entries ?? [])
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => (isVersion(name) ? parentPath : join(parentPath, name)))
    .map((path) => path.slice(join(root, '/').length));
  return [...new Set(paths)].sort();
}

async function absentWhenMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

const makeRoom = 'Make room there; what is under way goes on by itself, what was not taken is submitted again.';
const giveRights = `Let the user that Timbre runs under (uid ${process.getuid?.() ?? 'of this process'}) read and write there, and everything below.`;

/** Why, and what to do. */
const reasons: Readonly<Record<string, readonly [why: string, hint: string]>> = {
  ENOSPC: ['the disk is full', makeRoom],
  EDQUOT: ['the quota is used up', makeRoom],
  EROFS: ['the file system is read-only', 'See why the system has mounted it so; mount it to be written.'],
  EACCES: ['permission is denied', giveRights],
  EPERM: ['permission is denied', giveRights],
  ENOTDIR: ['a file stands where a folder should be', 'Move that file away, or name another folder under store.'],
  EMFILE: ['too many files are open', 'Raise the limit of open files (ulimit -n), or lower queue.concurrency.'],
  EIO: ['the disk fails', 'See the log of the system; replace the disk, and restore the folder whole.'],
};

async function guarded<T>(root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const [why, hint] = reasons[code] ?? [code];
    return fail('STORE_FAILED', `The store ${root} cannot be used: ${why}.`, hint === undefined ? {} : { hint });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Clears away drafts that a crash left behind. */
export async function clearDrafts(root: string, olderThan: Date): Promise<void> {
  const drafts = join(root, '.drafts');
  for (const name of (await absentWhenMissing(readdir(drafts))) ?? []) {
    const draft = await absentWhenMissing(stat(join(drafts, name)));
    if (draft && draft.mtime < olderThan) await rm(join(drafts, name), { force: true });
  }
}
