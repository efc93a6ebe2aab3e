import { basename, dirname, join, relative } from 'node:path';
import { type Feature, notInForce, type Place, type Problem, TimbreError } from '../engine/index.ts';
import { featureFolders, openFeature, openReader, ownFeatures, type Reader } from '../platform/environment/index.ts';

/** Loads a feature from its folder; throws every problem, placed as seen from the current folder. */
export async function openFeatureHere(
  folder: string,
  roots: readonly string[] = [],
  only?: readonly string[],
): Promise<Feature> {
  return toldFromHere(folder, () => openFeature(folder, roots, only));
}

async function toldFromHere<T>(folder: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    throw new TimbreError(error.problems.map((each) => placedFromHere(each, folder)));
  }
}

/** A feature and where it was found. */
export interface Opened {
  readonly feature: Feature;
  readonly folder: string;
}

/** The feature in a folder; where it is not for the day of the business data, the version beside it (`name@1.2.0`) that is. */
export async function openForDay(
  folder: string,
  invoice: unknown,
  roots: readonly string[] = [],
  only?: readonly string[],
): Promise<Opened> {
  const named = { feature: await openFeatureHere(folder, roots, only), folder };
  if (notInForce(named.feature, invoice) === undefined) return named;
  const beside = featureFolders(dirname(folder)).filter((each) => basename(each).startsWith(`${basename(folder)}@`));
  for (const each of beside.reverse()) {
    const feature = await openFeatureHere(each, roots, only);
    if (notInForce(feature, invoice) === undefined) return { feature, folder: each };
  }
  return named;
}

/** Who reads documents, of every feature that comes with Timbre or stands in one of these folders. */
export const installedReaders = (roots: readonly string[]): Promise<readonly Reader[]> =>
  Promise.all(foldersBelow([ownFeatures, ...roots]).map((each) => toldFromHere(each, () => openReader(each, roots))));

/** Every feature below some folders; what an overlay extends is looked for among `roots`, too. */
export async function featuresBelow(folders: readonly string[], roots: readonly string[]): Promise<readonly Feature[]> {
  return Promise.all(foldersBelow(folders).map((folder) => openFeatureHere(folder, roots)));
}

const foldersBelow = (folders: readonly string[]): readonly string[] => [...new Set(folders.flatMap(featureFolders))];

/** Places name the files as they are seen from here, so that a terminal can open them. */
export function placedFromHere(problem: Problem, folder: string): Problem {
  const placed = (place: Place): Place => ({ ...place, file: fromHere(join(folder, place.file)) });
  return {
    ...problem,
    ...(problem.place ? { place: placed(problem.place) } : {}),
    ...(problem.related ? { related: placed(problem.related) } : {}),
  };
}

/** A path below the current folder is said from there. */
export function fromHere(path: string): string {
  const near = relative(process.cwd(), path);
  return near === '' ? '.' : near.startsWith('..') ? path : near;
}
