import { access, constants, mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type Engine, fail, type RunReport } from '../../engine/index.ts';
import type { EnvironmentConfig } from '../../platform/environment/index.ts';

/** Where a document of the store stands: a file as seen from here, else the name that it has in its container. */
export const inStore =
  ({ store }: Pick<EnvironmentConfig, 'store'>) =>
  (path: string): string => {
    if (!('folder' in store)) return path;
    const full = join(store.folder, path);
    const near = relative(process.cwd(), full);
    return near.startsWith('..') ? full : near;
  };

/**
 * Writes the documents of a run into a folder under names for people; resolves to where each of them is.
 * Two of one name get the step's number of turns before the extension.
 */
export async function copyDocuments(
  engine: Engine,
  report: RunReport,
  folder: string,
): Promise<(path: string) => string> {
  const paths = new Map<string, string>();
  const taken = new Set<string>();
  try {
    await mkdir(folder, { recursive: true });
    for (const { path, fileName } of report.documents) {
      const target = join(folder, freeName(fileName, taken));
      paths.set(path, target);
      const bytes = await engine.document(path);
      if (!bytes) throw new Error(`${path} is not in the store`);
      await writeFile(target, bytes);
    }
  } catch (error) {
    cannotWrite(folder, error);
  }
  return (path) => paths.get(path) ?? path;
}

/** Makes the folder that a run's documents are to be copied to, before there is a run. OUTPUT_FAILED when that cannot be. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    cannotWrite(folder, error);
  }
}

function cannotWrite(folder: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  fail('OUTPUT_FAILED', `The files cannot be written to ${folder}: ${why}.`);
}

const reasons: Readonly<Record<string, string>> = {
  EEXIST: 'it is a file, not a folder',
  ENOTDIR: 'a part of it is a file, not a folder',
  EACCES: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

function freeName(name: string, taken: Set<string>): string {
  const plain = name.replaceAll(/[^\w.-]/g, '_');
  const dot = plain.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  let free = plain;
  for (let turn = 2; taken.has(free); turn++) free = `${stem}.${turn}${extension}`;
  taken.add(free);
  return free;
}
