import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { packageFolder } from '../../platform/environment/index.ts';

/** The authorities' artefacts, beside the checkout. */
export const artefacts: string = join(packageFolder, '../shared/artefacts');

export const hasArtefacts: boolean = existsSync(join(artefacts, 'eu/_golden'));

/** Files below a folder (relative to the artefacts) whose name fits, in order. */
export function filesBelow(folder: string, name: RegExp): string[] {
  const root = join(artefacts, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile() && name.test(each.name))
    .map((each) => relative(artefacts, join(each.parentPath, each.name)))
    .sort();
}

export const bytesOf = (path: string): Buffer => readFileSync(join(artefacts, path));

export const exists = (path: string): boolean => existsSync(join(artefacts, path));

/** A recorded expectation: `eu/_golden/<name>.json`. */
export const golden = <T>(name: string): T => JSON.parse(bytesOf(`eu/_golden/${name}.json`).toString('utf8'));
