import { fail } from '../../engine/errors.ts';
import { nearHint } from '../../engine/expression/near.ts';
import { listArtefacts, pullArtefacts } from '../../platform/artefacts/index.ts';
import { featureFolders, findFeature, ownFeatures } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { fromHere, openFeatureHere } from '../features.ts';
import { problemJson } from '../print/json.ts';
import { say, tellProblems } from '../print/people.ts';
import { bold, dim, green, red, yellow } from '../print/style.ts';
import { configOf } from './run.ts';

export interface ArtefactsOptions {
  readonly environment?: string;
  readonly from?: string;
  /** The name of an artefact; absent = all of them. */
  readonly only?: string;
  readonly json?: boolean;
}

/** `timbre artefacts list [FEATURE]`: what features pin, and what of it is in the cache. */
export async function list(feature: string | undefined, options: ArtefactsOptions): Promise<number> {
  const cache = configOf(options).artefacts.folder;
  const files = await listArtefacts(await pinsOf(feature), cache);
  if (options.json) process.stdout.write(`${JSON.stringify({ cache, files })}\n`);
  else {
    const marks = { cached: green('cached '), missing: yellow('missing'), damaged: red('damaged') };
    for (const { artefact, address, state } of files) say(`${marks[state]} ${bold(artefact)}  ${dim(address)}`);
  }
  return files.every(({ state }) => state === 'cached') ? exit.accepted : exit.failed;
}

/** `timbre artefacts pull [FEATURE] [--from FOLDER] [--only ARTEFACT]`: brings what is missing into the cache. */
export async function pull(feature: string | undefined, options: ArtefactsOptions): Promise<number> {
  const cache = configOf(options).artefacts.folder;
  const pins = await pinsOf(feature);
  const wanted = pins.filter(({ name }) => options.only === undefined || name === options.only);
  if (wanted.length === 0 && options.only !== undefined)
    fail('REFERENCE_UNKNOWN', `No artefact ${options.only} is pinned.`, {
      hint: nearHint(
        options.only,
        pins.map(({ name }) => name),
      ),
    });
  const { files, problems } = await pullArtefacts(wanted, { cache, from: options.from });
  if (options.json) process.stdout.write(`${JSON.stringify({ cache, files, problems: problems.map(problemJson) })}\n`);
  else {
    for (const { artefact, address, state } of files) say(`${green(state)} ${bold(artefact)}  ${dim(address)}`);
    tellProblems(problems);
    say(`${files.length} in ${fromHere(cache)}, ${problems.length} not`);
  }
  return problems.length === 0 ? exit.accepted : exit.failed;
}

async function pinsOf(name: string | undefined) {
  const folders = name === undefined ? featureFolders(ownFeatures) : [findFeature(name).folder];
  const features = await Promise.all(folders.map((folder) => openFeatureHere(folder)));
  return features.flatMap(({ artefacts }) => Object.values(artefacts));
}
