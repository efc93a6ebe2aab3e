import { resolve } from 'node:path';
import { type Feature, fail } from '../../engine/index.ts';
import { findFeature, localConfig } from '../../platform/environment/index.ts';
import { type CaseDifference, type ChangedLine, compareVersions } from '../difference/index.ts';
import { exit } from '../exit.ts';
import { openFeatureHere } from '../features.ts';
import { say } from '../print/people.ts';
import { bold, dim, green, red, yellow } from '../print/style.ts';

/** `timbre diff BEFORE AFTER`: what changes in the documents of a feature's cases; 1 when something does. */
export async function diff(before: string, after: string, options: { readonly json?: boolean }): Promise<number> {
  const [older, newer] = [await versionOf(before), await versionOf(after)];
  const cases = await compareVersions(older, newer, localConfig(resolve('.timbre')).artefacts.folder);
  const changed = cases.filter(isChanged);
  if (options.json) {
    const versions = { before: older.feature.version, after: newer.feature.version };
    process.stdout.write(`${JSON.stringify({ ...versions, changed: changed.length, cases })}\n`);
  } else {
    say(`${older.feature.id} ${older.feature.version} → ${newer.feature.id} ${newer.feature.version}`);
    tellDates(older.feature, newer.feature);
    for (const each of cases) tell(each);
    say(`${changed.length} of ${cases.length} cases differ`);
  }
  return changed.length === 0 ? exit.accepted : exit.failed;
}

function tellDates({ effective: before }: Feature, { effective: after }: Feature): void {
  if (datesOf(before) === datesOf(after)) return;
  say(`  in force ${datesOf(before)} → ${datesOf(after)}; the cases are compared as if both were`);
}

const datesOf = ({ from, until }: Feature['effective']): string =>
  until === undefined ? `from ${from}` : `from ${from} until ${until}`;

async function versionOf(name: string) {
  const { folder, rest } = findFeature(name);
  if (rest !== undefined) fail('USAGE', `${name} is a pipeline; features are compared as a whole.`);
  return { folder, feature: await openFeatureHere(folder) };
}

const isChanged = ({ ended, documents }: CaseDifference): boolean =>
  ended.length > 0 || Object.keys(documents).length > 0;

function tell(one: CaseDifference): void {
  if (one.skipped !== undefined) say(`  ${yellow('–')} ${one.name}  ${dim(`skipped: ${one.skipped}`)}`);
  else if (!isChanged(one)) say(`  ${green('=')} ${one.name}`);
  else say(`  ${red('≠')} ${bold(one.name)}  ${dim(one.title)}`);
  for (const line of one.ended) say(`      ${lineOf(line)}`);
  for (const [name, lines] of Object.entries(one.documents)) {
    say(`      ${name}`);
    for (const line of lines) say(`        ${lineOf(line)}`);
  }
}

const lineOf = ({ kind, line }: ChangedLine): string => (kind === 'added' ? green(`+ ${line}`) : red(`- ${line}`));
