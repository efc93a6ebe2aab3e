import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fail } from '../../engine/index.ts';
import { findFeature } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { fromHere, openFeatureHere } from '../features.ts';
import { say } from '../print/people.ts';
import { addAction, addConnector, newFeature, newOverlay, writeNew } from '../scaffold/index.ts';

/** `timbre new feature NAME`: a folder of that name here, which checks and passes its cases as it stands; or one that lies over another. */
export async function feature(name: string, options: { readonly extends?: string }): Promise<number> {
  named(name, /^[a-z][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)+$/, 'xx/post');
  const folder = resolve(name);
  const files = options.extends === undefined ? newFeature(name, folder) : await overlay(name, folder, options.extends);
  tell(writeNew(folder, files), [`timbre check ${name}`, `timbre test ${name}`]);
  return exit.accepted;
}

async function overlay(name: string, folder: string, base: string) {
  const { folder: baseFolder, rest } = findFeature(base);
  if (rest !== undefined) fail('USAGE', `--extends takes a whole feature, not ${base}.`);
  return newOverlay(name, folder, await openFeatureHere(baseFolder), baseFolder);
}

/** `timbre new connector NAME --feature FOLDER`: beside those the feature has, as a copy of one of them. */
export async function connector(name: string, options: { readonly feature: string; readonly from?: string }) {
  named(name, /^[a-z][a-z0-9-]*$/, 'north');
  const { folder } = findFeature(options.feature);
  const written = addConnector(await openFeatureHere(folder), folder, name, options.from);
  tell(written, [`timbre check ${options.feature}`, `timbre test ${options.feature}`]);
  return exit.accepted;
}

/** `timbre new action NAME`: in a checkout of Timbre. */
export async function action(name: string): Promise<number> {
  named(name, /^[a-z][a-z0-9-]*$/, 'shorten');
  const written = addAction(resolve('.'), name);
  const next = ['npm run check', `npx vitest run test/actions/${name}`];
  tell(written, generate() ? next : ['npm run generate', ...next]);
  return exit.accepted;
}

/** The page of the action, and its parameters in the schemas of editors, are made from the code. */
const generate = (): boolean => spawnSync('npm', ['run', 'generate'], { stdio: 'ignore' }).status === 0;

function named(name: string, form: RegExp, example: string): void {
  if (!form.test(name)) fail('USAGE', `"${name}" cannot be its name.`, { hint: `A name is like ${example}.` });
}

function tell(written: readonly string[], next: readonly string[]): void {
  for (const path of written) say(`wrote ${fromHere(path)}`);
  say(`\nTry ${next.join(', then ')}.`);
}
