import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { compileFeature, type Loaded, type LoadOptions } from './check/index.ts';
import { type Problem, problem } from './errors.ts';
import type { FeatureFiles } from './feature.ts';
import { gatherBases } from './overlay/index.ts';

export interface FolderOptions extends LoadOptions {
  /** The folders with a feature of this name, for the overlay in the folder `from`; of each version at most one. */
  readonly find?: (feature: string, from: string) => Promise<readonly string[]>;
}

/**
 * Loads a feature from its folder, or from the files that a run is pinned to. Every problem there is comes with it;
 * `feature` is absent when one of them is an error. Rejects only when the folder cannot be read.
 */
export async function loadFeature(from: string | FeatureFiles, options: FolderOptions): Promise<Loaded> {
  if (typeof from !== 'string') return compileFeature(from, options);
  const own = await readFeatureFolder(from);
  const find = options.find ?? (async () => []);
  const {
    files,
    folders,
    problems: others,
  } = await gatherBases(own.files, from, { find, readFolder: readFeatureFolder });
  const problems = [...own.problems, ...others];
  if (others.some(({ code }) => code === 'OVERLAY_CYCLE')) return { problems };
  const bases = folders.map((folder) => relative(from, folder));
  const loaded = compileFeature(files, { ...options, bases });
  if (problems.length === 0) return loaded;
  return { problems: [...problems, ...loaded.problems.filter((each) => !followsFrom(own.problems, each))] };
}

/** A file that is there and cannot be read is not missing. */
const followsFrom = (unreadable: readonly Problem[], { code, message }: Problem): boolean =>
  unreadable.some(
    ({ code: cause, place }) =>
      cause === 'FILE_NOT_TEXT' &&
      ((code === 'FILE_MISSING' && message.includes(` ${place?.file} `)) ||
        (code === 'FEATURE_MISSING' && place?.file === 'feature.yaml')),
  );

/** The folders of what an overlay is laid over, the nearest first; none for a feature that extends nothing. */
export async function baseFolders(from: string, find: NonNullable<FolderOptions['find']>): Promise<readonly string[]> {
  const { files } = await readFeatureFolder(from);
  return (await gatherBases(files, from, { find, readFolder: readFeatureFolder })).folders;
}

/** The files that decide what a feature does: not its cases, its prose, nor anything hidden. Line ends become LF. */
export async function readFeatureFolder(
  folder: string,
): Promise<{ files: FeatureFiles; problems: readonly Problem[] }> {
  const files: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const path of (await pathsBelow(folder, '')).sort()) {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(join(folder, path)));
      files[path] = text.replaceAll('\r\n', '\n');
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const place = { file: path, line: 1, column: 1 };
      problems.push(problem('FILE_NOT_TEXT', `${path} is not text in UTF-8.`, { place }));
    }
  }
  return { files, problems };
}

async function pathsBelow(folder: string, below: string): Promise<string[]> {
  const paths: string[] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory() && path !== 'cases') paths.push(...(await pathsBelow(folder, path)));
    else if (entry.isFile() && !entry.name.endsWith('.md')) paths.push(path);
  }
  return paths;
}
