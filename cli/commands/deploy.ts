import { resolve } from 'node:path';
import { fail, isDay } from '../../engine/index.ts';
import { type Environment, enter, findBases, findFeature, openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { openFeatureHere } from '../features.ts';
import { say } from '../print/people.ts';
import { tellPreviews } from '../print/previews.ts';
import { configOf, type RunOptions } from './run.ts';
import { test } from './test.ts';

type Options = Pick<RunOptions, 'environment' | 'json'>;
type PreviewOptions = Options & { readonly preview?: boolean };

/** `timbre deploy FEATURE[@VERSION] --from DATE`: checked and tried by its cases, then the one that submissions are for. */
export async function deploy(
  name: string,
  options: Pick<Options, 'environment'> & { readonly from?: string; readonly preview?: boolean },
): Promise<number> {
  const config = configOf(options);
  const [id = '', version] = name.split('@');
  const folder = folderOf(id, version, config.features);
  const feature = await openFeatureHere(folder, config.features);
  if (version !== undefined && version !== feature.version)
    fail('USAGE', `${id} is version ${feature.version} here, not ${version}.`);
  const from = dayOf(options.from ?? feature.effective.from);
  // The very folder: another of that name may stand elsewhere.
  const tried = { roots: config.features, artefacts: config.artefacts.folder, all: config.name !== 'local' };
  if ((await test([folder], tried)) !== exit.accepted)
    fail('DEPLOYMENT_UNPROVEN', `A case of ${id} ${feature.version} does not go as it should, or was skipped.`);
  return within(config, async ({ engine }) => {
    if (options.preview) {
      await engine.startPreview(feature);
      return say(
        `${feature.id} ${feature.version} runs beside the live version, and sends nothing: timbre deployments --preview.`,
      );
    }
    await engine.deploy(feature, from);
    say(`${feature.id} ${feature.version} is deployed for what is dated ${from} or later.`);
  });
}

/** Where the version is: in the folder of the feature, or in one beside it that has the version in its name. */
function folderOf(id: string, version: string | undefined, roots: readonly string[]): string {
  const beside = version === undefined ? [] : findBases(id, resolve('feature'), roots);
  return beside.find((folder) => folder.endsWith(`@${version}`)) ?? findFeature(id, roots).folder;
}

/** `timbre undeploy FEATURE@VERSION`. */
export async function undeploy(name: string, options: PreviewOptions): Promise<number> {
  const [id = '', version] = name.split('@');
  if (version === undefined) fail('USAGE', 'Say which version: FEATURE@VERSION.');
  return within(configOf(options), async ({ engine }) => {
    if (options.preview) await engine.endPreview(id, version);
    else await engine.undeploy(id, version);
    const not = options.preview ? 'previewed' : 'deployed';
    tell(options, { feature: id, version }, `${id} ${version} is not ${not} any more.`);
  });
}

/** `timbre deployments`: what submissions are for. */
export async function deployments(options: PreviewOptions): Promise<number> {
  if (options.preview)
    return within(configOf(options), (environment) => tellPreviews(environment, options.json === true));
  return within(configOf(options), async ({ engine }) => {
    const all = await engine.deployments();
    if (options.json) process.stdout.write(`${JSON.stringify({ deployments: all })}\n`);
    else if (all.length === 0) say('Nothing is deployed.');
    else for (const { feature, version, from } of all) say(`${feature} ${version}  from ${from} on`);
  });
}

async function within(
  config: ReturnType<typeof configOf>,
  work: (environment: Environment) => Promise<void>,
): Promise<number> {
  const environment = openEnvironment(config);
  try {
    await enter(environment);
    await work(environment);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}

function tell({ json }: Options, value: object, sentence: string): void {
  if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
  else say(sentence);
}

function dayOf(text: string): string {
  if (isDay(text)) return text;
  return fail('USAGE', `--from must be a day such as 2026-11-22, not ${text}.`);
}
