import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Feature } from '../../../engine/index.ts';
import { loadFeature } from '../../../engine/load.ts';
import { actions } from '../load/actions.ts';

export const root = fileURLToPath(new URL('../../fixtures/features/overlays/', import.meta.url));

/** Features are found by their names below the folder of the fixtures. */
const find = async (name: string): Promise<readonly string[]> =>
  [`${root}${name}`].filter((folder) => existsSync(`${folder}/feature.yaml`));

export const load = (folder: string) => loadFeature(folder, { actions, find });

export async function loaded(folder: string): Promise<Feature> {
  const { feature, problems } = await load(folder);
  if (!feature) throw new Error(JSON.stringify(problems, null, 2));
  return feature;
}

/** Overlays that are wrong in one way: the first line says code, place and, where two are named, the base's place. */
export const invalid = readdirSync(`${root}invalid`).map((name) => {
  const folder = `${root}invalid/${name}`;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.\w+$/.test(path));
  const [said] = files.flatMap((path) => {
    const [, code, file = path, place, base = ''] =
      /^# (\w+) (?:(\S+):)?(\d+:\d+)(?: (\S+))?\n/.exec(readFileSync(`${folder}/${path}`, 'utf8')) ?? [];
    return code && place ? [{ expected: `${code} ${file}:${place}`, base }] : [];
  });
  return { name, folder, expected: said?.expected ?? 'nothing', base: said?.base ?? '' };
});

export const fromRoot = (folder: string, path: string): string => relative(root, `${folder}/${path}`);
