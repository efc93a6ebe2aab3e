import { fail } from '../../engine/errors.ts';
import { nearHint } from '../../engine/expression/near.ts';
import { type ListedFile, listArtefacts, pullArtefacts } from '../../platform/artefacts/index.ts';
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
  const pins = new Map((await pinsOf(feature)).map((pin) => [JSON.stringify(pin), pin]));
  const artefacts = await Promise.all([...pins.values()].map((pin) => listArtefacts([pin], cache)));
  const whole = artefacts.filter((files) => files.every(({ state }) => state === 'cached')).length;
  if (options.json) process.stdout.write(`${JSON.stringify({ cache, files: artefacts.flat() })}\n`);
  else {
    for (const files of artefacts) tellArtefact(files);
    const next = whole === artefacts.length ? '' : '; timbre artefacts pull brings what is not there';
    say(`${whole} of ${artefacts.length} artefacts in ${fromHere(cache)}${next}`);
  }
  return whole === artefacts.length ? exit.accepted : exit.failed;
}

const marks = { cached: green('cached '), missing: yellow('missing'), damaged: red('damaged') };

/** A line, and below it the files that are not in the cache. */
function tellArtefact(files: readonly ListedFile[]): void {
  const others = files.filter(({ state }) => state !== 'cached');
  const state = others.some((file) => file.state === 'damaged') ? 'damaged' : (others[0]?.state ?? 'cached');
  const kibibytes = Math.ceil(files.reduce((sum, { size = 0 }) => sum + size, 0) / 1024);
  const count = files.length === 1 ? '1 file' : `${files.length} files`;
  const told = others.length === 0 ? `${count}, ${kibibytes} KiB` : `${others.length} of ${count}`;
  say(`${marks[state]} ${bold(files[0]?.artefact ?? '')}  ${dim(told)}`);
  for (const each of others) say(`        ${marks[each.state]} ${dim(each.address)}`);
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
