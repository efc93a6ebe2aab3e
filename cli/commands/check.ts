import { actions } from '../../actions/index.ts';
import { fail, loadFeature } from '../../engine/index.ts';
import { openArtefacts } from '../../platform/artefacts/index.ts';
import { featureFolders, findBases, findFeature, ownFeatures } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { fromHere, placedFromHere } from '../features.ts';
import { problemJson } from '../print/json.ts';
import { say, tellProblems } from '../print/people.ts';
import { green } from '../print/style.ts';
import { configOf } from './run.ts';

/** `timbre check [PATH…]`: all that can be known of features before a run, all problems at once. */
export async function check(paths: readonly string[], options: { readonly json?: boolean }): Promise<number> {
  const folders = paths.length === 0 ? featureFolders(ownFeatures) : paths.flatMap(foldersOf);
  const artefacts = openArtefacts(configOf({}).artefacts.folder);
  const checked = [];
  for (const folder of folders) {
    const loaded = await loadFeature(folder, { actions, find: async (name, from) => findBases(name, from) });
    const problems = (await loaded.beside?.(artefacts)) ?? loaded.problems;
    checked.push({ folder, problems: problems.map((each) => placedFromHere(each, folder)) });
  }
  const problems = checked.flatMap((each) => each.problems);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  if (options.json) {
    process.stdout.write(
      `${JSON.stringify({ features: checked.length, errors, problems: problems.map(problemJson) })}\n`,
    );
  } else {
    for (const each of checked) {
      tellProblems(each.problems);
      if (each.problems.length === 0) say(`${green('✓')} ${fromHere(each.folder)}`);
    }
    say(
      `${checked.length} ${checked.length === 1 ? 'feature' : 'features'}, ${errors} ${errors === 1 ? 'error' : 'errors'}`,
    );
  }
  return errors === 0 ? exit.accepted : exit.failed;
}

/** A folder of features, a feature's folder, or a feature's name. */
function foldersOf(path: string): string[] {
  const below = featureFolders(path);
  if (below.length > 0) return below;
  const { folder, rest } = findFeature(path);
  if (rest !== undefined) fail('USAGE', `${path} is not a feature; the feature is ${fromHere(folder)}.`);
  return [folder];
}
