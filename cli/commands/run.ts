import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type Feature,
  fail,
  type Observer,
  type RunReport,
  type Selected,
  selectPipeline,
  TimbreError,
} from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import {
  type Environment,
  type EnvironmentConfig,
  findFeature,
  localConfig,
  openEnvironment,
  openFeature,
  readConfig,
} from '../../platform/environment/index.ts';
import { exitFor } from '../exit.ts';
import { copyDocuments, inStore } from '../print/documents.ts';
import { reportJson } from '../print/json.ts';
import { say, tellProgress, tellReport } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { clockOf, openSandboxed } from '../sandbox/open.ts';

export interface RunOptions {
  readonly environment?: string;
  readonly context?: readonly string[];
  readonly out?: string;
  /** `true`, or the name of a fault. */
  readonly sandbox?: string | true;
  readonly key?: string;
  readonly wait: string;
  readonly json?: boolean;
}

/** `timbre run FEATURE[/PIPELINE] INPUT`: one submission, taken as far as it goes. */
export async function run(name: string, input: string, options: RunOptions): Promise<number> {
  const config = configOf(options);
  const { folder, rest } = findFeature(name, config.features);
  const feature = await openFeature(folder);
  const data = readInput(input);
  const invoice = readJson(data, {}, input).data;
  const { pipeline, context } = choose(feature, rest, invoice, contextOf(options.context));
  const environment = await open(config, folder, invoice, options);
  try {
    if (!options.json) say(`${bold(feature.title)}  ${dim(`${feature.id} ${feature.version}, ${pipeline.name}`)}`);
    const { engine } = environment;
    const key = options.key === undefined ? {} : { key: options.key };
    const id = await engine.submit({ feature, pipeline, context, data, ...key });
    return await finish(environment, id, await engine.advance(id, { patience: patienceOf(options) }), options);
  } finally {
    await environment.close();
  }
}

/** Where only one pipeline is meant, what is wrong in the business data is told before what it is chosen by. */
export function choose(
  feature: Feature,
  name: string | undefined,
  invoice: unknown,
  given: Readonly<Record<string, string>>,
): Selected {
  const meant = Object.values(feature.pipelines).filter((pipeline) => name === undefined || pipeline.name === name);
  const [only, other] = meant;
  if (!only)
    fail('USAGE', `${feature.id} has no pipeline ${name}; it has ${Object.keys(feature.pipelines).join(', ')}.`);
  const wrong = other === undefined ? only.input.check(invoice).filter(({ severity }) => severity === 'error') : [];
  if (wrong.length > 0) throw new TimbreError(wrong);
  const { selected, problems } = selectPipeline([feature], given, invoice, name);
  if (!selected) throw new TimbreError(problems);
  return selected;
}

export const configOf = ({ environment }: Pick<RunOptions, 'environment'>): EnvironmentConfig =>
  environment === undefined ? localConfig(home) : readConfig(environment);

/** Where everything is that has no environment file. */
const home = resolve('.timbre');

function open(
  config: EnvironmentConfig,
  featureFolder: string,
  invoice: unknown,
  options: RunOptions,
): Environment | Promise<Environment> {
  const observe: { observe?: Observer } = options.json ? {} : { observe: tellProgress };
  if (options.sandbox === undefined) return openEnvironment(config, observe);
  if (config.name !== 'local') fail('USAGE', `--sandbox is for the environment local, not for ${config.name}.`);
  const faults = options.sandbox === true ? [] : [{ fault: options.sandbox }];
  return openSandboxed({
    config,
    featureFolder,
    invoice,
    faults,
    clock: clockOf(invoice),
    home: join(home, 'sandbox'),
    ...observe,
  });
}

/** Prints a run and gives the exit code. A document that another run handles already is answered with that one. */
export async function finish(
  environment: Environment,
  id: string,
  report: RunReport,
  options: Pick<RunOptions, 'out' | 'json'>,
): Promise<number> {
  const { engine, config } = environment;
  const answer =
    report.sameAs === undefined ? report : { ...(await engine.read(report.sameAs)), sameAs: report.sameAs };
  const told: RunReport =
    report.sameAs === undefined ? answer : { ...answer, problems: [...report.problems, ...answer.problems] };
  const pathOf =
    options.out === undefined ? inStore(config.store.folder) : await copyDocuments(engine, told, options.out);
  if (options.json) process.stdout.write(`${JSON.stringify(reportJson(told, pathOf))}\n`);
  else tellReport(told, pathOf);
  if (!options.json && told.run !== id) say(dim(`\nThe submission itself is recorded as run ${id}.`));
  return exitFor(answer);
}

function readInput(path: string): Uint8Array {
  if (!existsSync(path))
    fail('USAGE', `There is no file ${path}.`, { hint: 'INPUT is the business data as a JSON file.' });
  return readFileSync(path);
}

function contextOf(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) fail('USAGE', `--context wants KEY=VALUE, not "${pair}".`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

export function patienceOf({ wait }: { readonly wait: string }): number {
  const seconds = Number(wait);
  if (!Number.isFinite(seconds) || seconds < 0) fail('USAGE', `--wait wants seconds, not "${wait}".`);
  return seconds * 1000;
}
