import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  completed,
  type Feature,
  fail,
  type Observer,
  type Problem,
  problemsOf,
  type RunReport,
  type Selected,
  selectPipeline,
  TimbreError,
} from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import {
  type Environment,
  type EnvironmentConfig,
  enter,
  findFeature,
  localConfig,
  openEnvironment,
  readConfig,
} from '../../platform/environment/index.ts';
import { attachmentsFrom } from '../attachments.ts';
import { exit, exitFor, exitForError } from '../exit.ts';
import { openForDay, placedFromHere } from '../features.ts';
import { copyDocuments, inStore, prepareFolder } from '../print/documents.ts';
import { reportJson } from '../print/json.ts';
import { say, tellProgress, tellReport } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { tellWhatToTry } from '../print/try-next.ts';
import { StoppedRun } from '../stopped-run.ts';

export interface RunOptions {
  readonly environment?: string;
  readonly context?: readonly string[];
  readonly out?: string;
  /** `true`, or the name of a fault. */
  readonly sandbox?: string | true;
  readonly key?: string;
  /** The run that this one cancels, pays or corrects. */
  readonly original?: string;
  /** Files that go with the business data. */
  readonly attachment?: readonly string[];
  readonly wait: string;
  readonly json?: boolean;
}

/** `timbre run FEATURE[/PIPELINE] INPUT`: one submission, taken as far as it goes. */
export async function run(name: string, input: string, options: RunOptions): Promise<number> {
  const patience = await patienceOf(options);
  const given = contextOf(options.context);
  const config = configOf(options);
  const { folder: named, rest } = findFeature(name, config.features);
  const data = readInput(input);
  const attachments = attachmentsFrom(options.attachment);
  const invoice = readJson(data, {}, input).data;
  const only = rest === undefined ? undefined : [rest];
  const { feature, folder } = await openForDay(named, invoice, config.features, only);
  const { pipeline, context } = choose(feature, rest, invoice, given);
  const environment = await open(config, feature, folder, invoice, options);
  try {
    if (!options.json) say(`${bold(feature.title)}  ${dim(`${feature.id} ${feature.version}, ${pipeline.name}`)}`);
    await enter(environment);
    const { engine } = environment;
    const { key, original } = options;
    const related = { ...(key === undefined ? {} : { key }), ...(original === undefined ? {} : { original }) };
    const id = await engine.submit({ feature, pipeline, context, data, attachments, ...related });
    const place = (each: Problem): Problem => placedFromHere(each, folder);
    const code = await finish(environment, id, () => engine.advance(id, { patience }), { ...options, place });
    if (options.sandbox === true && !options.json) {
      const { readWiring } = await import('../sandbox/read-wiring.ts');
      const lastStep = pipeline.steps.at(-1)?.id ?? '';
      tellWhatToTry({ feature: name, input, run: id, lastStep, sandbox: readWiring(folder).sandbox });
    }
    return code;
  } finally {
    await environment.close();
  }
}

/**
 * Where only one pipeline is meant, what is wrong in the business data is told before what it is chosen by; but what was said
 * of the context must fit, since it may choose the schema.
 */
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
  const fits = Object.entries(given).every(([field, value]) => only.applies[field]?.includes(value) ?? true);
  const wrong =
    other === undefined && fits
      ? only.input.check(invoice, completed(only, given, invoice)).filter(({ severity }) => severity === 'error')
      : [];
  if (wrong.length > 0) throw new TimbreError(wrong);
  const { selected, problems } = selectPipeline([feature], given, invoice, name);
  if (!selected) throw new TimbreError(problems);
  return selected;
}

export const configOf = ({ environment }: Pick<RunOptions, 'environment'>): EnvironmentConfig =>
  environment === undefined ? localConfig(home()) : readConfig(environment);

/** Where everything is that has no environment file. */
const home = (): string => resolve('.timbre');

async function open(
  config: EnvironmentConfig,
  feature: Feature,
  featureFolder: string,
  invoice: unknown,
  options: RunOptions,
): Promise<Environment> {
  const observe: { observe?: Observer } = options.json ? {} : { observe: tellProgress };
  if (options.sandbox === undefined) return openEnvironment(config, observe);
  if (config.name !== 'local') fail('USAGE', `--sandbox is for the environment local, not for ${config.name}.`);
  const faults = options.sandbox === true ? [] : [{ fault: options.sandbox }];
  const { clockOf, openSandboxed } = await import('../sandbox/open.ts');
  return openSandboxed({
    config,
    feature,
    featureFolder,
    invoice,
    faults,
    clock: clockOf(invoice),
    home: join(home(), 'sandbox'),
    ...observe,
  });
}

export interface FinishOptions extends Pick<RunOptions, 'out' | 'json'> {
  /** How a place in the feature is said, where it is known which folder it came from. */
  readonly place?: (problem: Problem) => Problem;
}

/**
 * Takes a run on, prints how it ended and gives the exit code. A document that another run handles already is answered
 * with that one.
 * Throws `StoppedRun` when the world fails under the run, so that whoever reads the error knows which run to resume.
 */
export async function finish(
  environment: Environment,
  id: string,
  advance: () => Promise<RunReport>,
  options: FinishOptions,
): Promise<number> {
  const { engine, config } = environment;
  const { answer, told } = await answerOf(environment, id, advance);
  const { pathOf, problems } = await copyOut(told, options, inStore(config), engine);
  const { place = (each) => each } = options;
  const report = { ...told, problems: [...told.problems.map(place), ...problems] };
  if (options.json) process.stdout.write(`${JSON.stringify(reportJson(report, pathOf))}\n`);
  else tellReport(report, pathOf);
  if (!options.json && told.run !== id) say(dim(`\nThe submission itself is recorded as run ${id}.`));
  return exitFor(answer);
}

async function answerOf({ engine }: Environment, id: string, advance: () => Promise<RunReport>) {
  try {
    const report = await advance();
    if (report.sameAs === undefined) return { answer: report, told: report };
    const answer: RunReport = { ...(await engine.read(report.sameAs)), sameAs: report.sameAs };
    // The answer is there; that it is another run's is to be known, not mended.
    const claimed = report.problems.map((each) => ({ ...each, severity: 'warning' as const }));
    return { answer, told: { ...answer, problems: [...claimed, ...answer.problems] } };
  } catch (thrown) {
    if (thrown instanceof TimbreError && exitForError(thrown) === exit.usage) throw thrown;
    throw new StoppedRun(id, problemsOf(thrown));
  }
}

interface CopiedOut {
  readonly pathOf: (path: string) => string;
  readonly problems: readonly Problem[];
}

/** Files that cannot be copied change nothing about the run: that is told beside how it ended. */
async function copyOut(
  report: RunReport,
  { out }: Pick<RunOptions, 'out'>,
  stored: (path: string) => string,
  engine: Environment['engine'],
): Promise<CopiedOut> {
  if (out === undefined) return { pathOf: stored, problems: [] };
  try {
    return { pathOf: await copyDocuments(engine, report, out), problems: [] };
  } catch (thrown) {
    return { pathOf: stored, problems: problemsOf(thrown).map((each) => ({ ...each, severity: 'warning' })) };
  }
}

function readInput(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'ENOENT' ? 'There is no file' : code === 'EISDIR' ? 'This is a folder:' : 'This cannot be read:';
    return fail('USAGE', `${why} ${path}.`, { hint: 'INPUT is the business data as a JSON file.' });
  }
}

/** `KEY=VALUE` pairs of the command line. */
export function contextOf(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) fail('USAGE', `--context wants KEY=VALUE, not "${pair}".`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}

/** Milliseconds to wait for a parked run. What of the options can be wrong is found out before there is a run. */
export async function patienceOf({ wait, out }: Pick<RunOptions, 'wait' | 'out'>): Promise<number> {
  const seconds = Number(wait);
  if (wait.trim() === '' || !Number.isFinite(seconds) || seconds < 0)
    fail('USAGE', `--wait wants seconds, not "${wait}".`);
  if (out !== undefined) await prepareFolder(out);
  return seconds * 1000;
}
