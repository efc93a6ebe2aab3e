import { join, resolve } from 'node:path';
import { baseFolders, type Feature, fail, type Problem, problemsOf } from '../../engine/index.ts';
import { featureFolders, findBases, findFeature, localConfig, ownFeatures } from '../../platform/environment/index.ts';
import { checkCase } from '../cases/check.ts';
import { type Case, caseNamed, readCases } from '../cases/read.ts';
import { type CaseResult, nothing, type ReplayOptions, replayCase } from '../cases/replay.ts';
import { chainOf } from '../cases/world.ts';
import { coverageJson, loadMeasured, tellCoverage } from '../coverage/index.ts';
import { exit } from '../exit.ts';
import { fromHere, openFeatureHere, placedFromHere } from '../features.ts';
import { problemJson } from '../print/json.ts';
import { say } from '../print/people.ts';
import { type TestedCase, tellCase } from '../print/tested.ts';

export interface TestOptions {
  readonly update?: boolean;
  /** The folder for documents; each case gets one of its own below it. */
  readonly out?: string;
  readonly base?: boolean;
  readonly coverage?: boolean;
  readonly json?: boolean;
  /** Folders of features beside Timbre's own. */
  readonly roots?: readonly string[];
  /** The folder of the pulled artefacts; without it the one of this folder. */
  readonly artefacts?: string;
  /** A case that is skipped proves nothing: it counts as one that fails. */
  readonly all?: boolean;
}

/** `timbre test [FEATURE[/CASE]]…`: replays cases, compares everything, and says where they differ. */
export async function test(names: readonly string[], options: TestOptions): Promise<number> {
  const chosen =
    names.length === 0
      ? featureFolders(ownFeatures).map((folder) => ({ folder, rest: undefined }))
      : names.map((name) => findFeature(name, options.roots));
  const results: TestedCase[] = [];
  const coverage: Record<string, ReturnType<typeof coverageJson>> = {};
  for (const { folder, rest } of chosen) {
    const cases = await casesOf(folder, rest, options);
    const measured = options.coverage ? await loadMeasured(folder) : undefined;
    const feature =
      measured?.feature ??
      (await openFeatureHere(folder, options.roots, rest === undefined ? undefined : pipelinesOf(cases)));
    if (!options.json) say(feature.id);
    for (const one of cases) {
      const result = await testCase(feature, folder, one, {
        artefacts: options.artefacts ?? localConfig(resolve('.timbre')).artefacts.folder,
        update: options.update === true && one.base === undefined,
        ...(options.out === undefined ? {} : { out: join(options.out, one.name) }),
        ...(measured ? { observe: measured.observe } : {}),
      });
      results.push(result);
      if (!options.json) tellCase(result);
    }
    if (!measured) continue;
    coverage[feature.id] = coverageJson(measured.points());
    if (!options.json) tellCoverage(measured.points(), (file) => fromHere(join(folder, file)));
  }
  return answer(results, options, coverage);
}

/** Those that the cases and what they build on go through. */
const pipelinesOf = (cases: readonly Case[]): string[] => [
  ...new Set(cases.flatMap((one) => chainOf(one)).map(({ pipeline }) => pipeline)),
];

/** A case, and where it is one of a feature that the tested one extends, the folder of that. */
type Chosen = Case & { readonly base?: string };

async function casesOf(folder: string, name: string | undefined, { base, roots }: TestOptions): Promise<Chosen[]> {
  const alone = name === undefined ? undefined : caseNamed(folder, name);
  if (alone) return [alone];
  const cases: Chosen[] = readCases(folder);
  const find = async (wanted: string, from: string) => findBases(wanted, from, roots);
  // What the overlay has by the same name takes the place of the base's, as everywhere.
  for (const below of base ? await baseFolders(folder, find) : [])
    for (const one of readCases(below))
      if (!cases.some((known) => known.name === one.name)) cases.push({ ...one, base: below });
  if (name === undefined) return cases;
  const named = cases.filter((one) => one.name === name);
  const hint = cases.length === 0 ? 'It has none.' : `There are ${cases.map((one) => one.name).join(', ')}.`;
  if (named.length === 0) fail('USAGE', `There is no case ${name}.`, { hint });
  return named;
}

/** A base's case tells how it ends: that an overlay writes other documents is what an overlay is for. */
async function testCase(feature: Feature, folder: string, one: Chosen, options: ReplayOptions): Promise<TestedCase> {
  const { name, title, base } = one;
  const result: Omit<TestedCase, keyof CaseResult> = { feature: feature.id, ...(base ? { base: fromHere(base) } : {}) };
  const { documents: _, ...ends } = one.expect;
  const asked: Case = base === undefined ? one : { ...one, expect: ends };
  try {
    const wrong = checkCase(feature, base ?? folder, asked);
    if (wrong.length > 0) return { ...result, name, title, ...nothing, problems: wrong };
    const replayed = await replayCase(feature, base ?? folder, asked, options);
    return { ...result, ...replayed, problems: replayed.problems.map((each) => placedFromHere(inCase(each), folder)) };
  } catch (error) {
    return { ...result, name, title, ...nothing, problems: [...problemsOf(error)] };
  }
}

/** A setting that a case does not give is not missing in an environment. */
const inCase = (each: Problem): Problem =>
  each.code === 'SETTING_INVALID' ? { ...each, hint: 'Set it under settings in case.yaml.' } : each;

function answer(results: readonly TestedCase[], options: TestOptions, coverage: object): number {
  const failed = results.filter(isFailed).length;
  const skipped = results.filter((result) => result.skipped !== undefined).length;
  const passed = results.length - failed - skipped;
  const cases = results.map((each) => ({ ...each, problems: each.problems.map(problemJson) }));
  const told = { passed, failed, skipped, cases, ...(options.coverage ? { coverage } : {}) };
  if (options.json) process.stdout.write(`${JSON.stringify(told)}\n`);
  else say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed + (options.all ? skipped : 0) === 0 ? exit.accepted : exit.failed;
}

const isFailed = ({ differences, problems }: { differences: readonly unknown[]; problems: readonly Problem[] }) =>
  differences.length > 0 || problems.length > 0;
