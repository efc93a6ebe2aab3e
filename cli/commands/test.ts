import { join, resolve } from 'node:path';
import { fail } from '../../engine/index.ts';
import { featureFolders, findFeature, localConfig, ownFeatures } from '../../platform/environment/index.ts';
import { type Case, readCases } from '../cases/read.ts';
import { type CaseResult, replayCase } from '../cases/replay.ts';
import { coverageJson, loadMeasured, tellCoverage } from '../coverage/index.ts';
import { exit } from '../exit.ts';
import { fromHere, openFeatureHere } from '../features.ts';
import { say } from '../print/people.ts';
import { dim, green, red, yellow } from '../print/style.ts';

export interface TestOptions {
  readonly update?: boolean;
  readonly coverage?: boolean;
  readonly json?: boolean;
}

/** `timbre test [FEATURE[/CASE]]…`: replays cases, compares everything, and says where they differ. */
export async function test(names: readonly string[], options: TestOptions): Promise<number> {
  const chosen =
    names.length === 0
      ? featureFolders(ownFeatures).map((folder) => ({ folder, rest: undefined }))
      : names.map((name) => findFeature(name));
  const results: (CaseResult & { feature: string })[] = [];
  const coverage: Record<string, ReturnType<typeof coverageJson>> = {};
  for (const { folder, rest } of chosen) {
    const measured = options.coverage ? await loadMeasured(folder) : undefined;
    const feature = measured?.feature ?? (await openFeatureHere(folder));
    if (!options.json) say(feature.id);
    for (const one of casesOf(folder, rest)) {
      const replayed = await replayCase(feature, folder, one, {
        artefacts: localConfig(resolve('.timbre')).artefacts.folder,
        update: options.update ?? false,
        ...(measured ? { observe: measured.observe } : {}),
      });
      const result = {
        feature: feature.id,
        ...replayed,
        differences: replayed.updated.length > 0 ? [] : replayed.differences,
      };
      results.push(result);
      if (!options.json) tell(result);
    }
    if (!measured) continue;
    coverage[feature.id] = coverageJson(measured.points());
    if (!options.json) tellCoverage(measured.points(), (file) => fromHere(join(folder, file)));
  }
  const failed = results.filter(({ differences }) => differences.length > 0).length;
  const skipped = results.filter((result) => result.skipped !== undefined).length;
  const passed = results.length - failed - skipped;
  const answer = { passed, failed, skipped, cases: results, ...(options.coverage ? { coverage } : {}) };
  if (options.json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  return failed === 0 ? exit.accepted : exit.failed;
}

function casesOf(folder: string, name: string | undefined): Case[] {
  const cases = readCases(folder);
  if (name === undefined) return cases;
  const named = cases.filter((one) => one.name === name);
  if (named.length === 0)
    fail('USAGE', `There is no case ${name}.`, { hint: `There are ${cases.map((one) => one.name).join(', ')}.` });
  return named;
}

function tell({ name, title, skipped, differences, updated }: CaseResult): void {
  if (skipped !== undefined) {
    say(`  ${yellow('–')} ${name}  ${dim(`skipped: ${skipped}`)}`);
    return;
  }
  say(`  ${differences.length === 0 ? green('✓') : red('✗')} ${name}  ${dim(title)}`);
  for (const file of updated) say(`      wrote ${file}`);
  for (const { what, expected, got } of differences) {
    say(`      ${what}`);
    say(`        expected ${expected}`);
    say(`        got      ${red(got)}`);
  }
}
