import { join, relative } from 'node:path';
import { type Problem, problem } from '../errors.ts';
import type { FeatureFiles } from '../feature.ts';
import { type Position, placeOf } from '../source.ts';
import { bestOf, type Extends, readExtends } from './extends.ts';
import { layerOf, mayExtend, plainFiles } from './files.ts';
import { baseFolder } from './open.ts';
import { placedRoot } from './placed.ts';

/** Where features are, for the one who loads overlays. */
export interface Around {
  /** The folders with a feature of this name, as seen from the folder that extends it; of each version at most one. */
  readonly find: (feature: string, from: string) => Promise<readonly string[]>;
  readonly readFolder: (folder: string) => Promise<{ files: FeatureFiles; problems: readonly Problem[] }>;
}

export interface Gathered {
  /** The files, with those of the base below `.base/`. */
  readonly files: FeatureFiles;
  /** The folders of the bases, the nearest first. */
  readonly folders: readonly string[];
  readonly problems: readonly Problem[];
}

/** Puts the files of all that an overlay extends beside its own. A base that is not found is left out: opening the files says so. */
export async function gatherBases(files: FeatureFiles, folder: string, around: Around): Promise<Gathered> {
  const gathered = await gather(files, folder, around, []);
  return { ...gathered, problems: gathered.problems.map((each) => placed(each, (file) => relative(folder, file))) };
}

async function gather(
  files: FeatureFiles,
  folder: string,
  around: Around,
  way: readonly { readonly name: string; readonly at: Position }[],
): Promise<Gathered> {
  const extended = extendsOf(files, folder);
  if (!extended) return { files, folders: [], problems: [] };
  const steps = [...way, { name: layerOf(files).feature, at: extended.written.at }];
  if (steps.some(({ name }) => name === extended.feature))
    return { files, folders: [], problems: [cycle(steps, extended)] };
  const found = await choose(extended, folder, around);
  if (!found) return { files, folders: [], problems: [] };
  const base = await gather(found.files, found.folder, around, steps);
  const here = found.problems.map((each) => placed(each, (file) => join(found.folder, file)));
  const all: Record<string, string> = { ...files };
  for (const [path, text] of Object.entries(base.files)) all[baseFolder + path] = text;
  return { files: all, folders: [found.folder, ...base.folders], problems: [...here, ...base.problems] };
}

function extendsOf(files: FeatureFiles, folder: string): Extends | undefined {
  if (!mayExtend(files['feature.yaml'])) return undefined;
  const { file } = plainFiles(files, `${folder}/`).read('feature.yaml');
  return file && readExtends(placedRoot(file));
}

async function choose({ feature, range }: Extends, from: string, { find, readFolder }: Around) {
  const found = [];
  for (const folder of await find(feature, from)) {
    const { files, problems } = await readFolder(folder);
    const layer = layerOf(files);
    if (layer.feature === feature) found.push({ folder, files, problems, version: layer.version });
  }
  return found[
    bestOf(
      found.map(({ version }) => version),
      range,
    )
  ];
}

const placed = (problem: Problem, said: (file: string) => string): Problem => ({
  ...problem,
  ...(problem.place ? { place: { ...problem.place, file: said(problem.place.file) } } : {}),
  ...(problem.related ? { related: { ...problem.related, file: said(problem.related.file) } } : {}),
});

/** Said where the first one of the round says it, with the place that leads back. */
function cycle(
  steps: readonly { readonly name: string; readonly at: Position }[],
  { feature, written }: Extends,
): Problem {
  const first = steps[0]?.at ?? written.at;
  const names = [...steps.map(({ name }) => name), feature].join(' -> ');
  return problem('OVERLAY_CYCLE', `The overlay leads back to itself: ${names}.`, {
    place: placeOf(first),
    ...(steps.length > 1 ? { related: placeOf(written.at) } : {}),
  });
}
