import { fail, problemsOf } from '../../engine/index.ts';
import { featureFolders, findFeature, ownFeatures } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { say, tellProblems } from '../print/people.ts';
import { dim } from '../print/style.ts';
import { watchFeatures } from '../watch/index.ts';
import { type TestOptions, test } from './test.ts';

/** `timbre test --watch`: tests, and again what a change of a file may have changed, until it is interrupted. */
export async function watch(names: readonly string[], options: TestOptions): Promise<number> {
  if (options.update)
    fail('USAGE', '--watch and --update do not go together.', { hint: 'What is written would be a change.' });
  const features =
    names.length === 0
      ? featureFolders(ownFeatures).map((folder) => ({ folder, rest: undefined }))
      : names.map((name) => findFeature(name));
  const ended = new AbortController();
  process.once('SIGINT', () => ended.abort());
  let code: number = exit.accepted;
  const again = async (changed: readonly string[]): Promise<void> => {
    code = await tested(changed, options);
    if (!options.json) say(dim('\nwatching; Ctrl+C ends it'));
  };
  const first = again(names);
  await watchFeatures(features, (changed) => first.then(() => again(changed)), ended.signal);
  await first;
  return code;
}

/** What does not load is told, and tried again with the next change. */
async function tested(names: readonly string[], options: TestOptions): Promise<number> {
  try {
    return await test(names, options);
  } catch (thrown) {
    tellProblems(problemsOf(thrown));
    return exit.failed;
  }
}
