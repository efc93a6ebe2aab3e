import type { Feature } from '../../engine/index.ts';
import type { Happened } from '../cases/compare.ts';
import { type Case, readCases } from '../cases/read.ts';
import { replayCase } from '../cases/replay.ts';
import { type ChangedLine, changedLines, linesOf } from './lines.ts';

/** One version of a feature. */
export interface Version {
  readonly feature: Feature;
  readonly folder: string;
}

export interface CaseDifference {
  readonly name: string;
  readonly title: string;
  /** Why it was not compared. */
  readonly skipped?: string;
  /** State, outcome and problems, where they are not the same. */
  readonly ended: readonly ChangedLine[];
  readonly documents: Readonly<Record<string, readonly ChangedLine[]>>;
}

/**
 * What two versions of a feature make of the same cases: those of the newer one, and those that only the older has. Both are taken
 * as in force on any day: a version that begins next year is compared before it does, on the cases that there are.
 */
export async function compareVersions(before: Version, after: Version, artefacts: string): Promise<CaseDifference[]> {
  const cases = readCases(after.folder).map((one) => ({ one, home: after.folder }));
  const known = new Set(cases.map(({ one }) => one.name));
  for (const one of readCases(before.folder)) if (!known.has(one.name)) cases.push({ one, home: before.folder });
  const differences: CaseDifference[] = [];
  const [older, newer] = [alwaysInForce(before), alwaysInForce(after)];
  for (const { one, home } of cases) differences.push(await compareCase(one, home, older, newer, artefacts));
  return differences;
}

function alwaysInForce({ feature, folder }: Version): Version {
  return { feature: { ...feature, effective: { from: '0001-01-01', by: feature.effective.by } }, folder };
}

async function compareCase(
  one: Case,
  home: string,
  before: Version,
  after: Version,
  artefacts: string,
): Promise<CaseDifference> {
  const { name, title } = one;
  const none = { name, title, ended: [], documents: {} };
  const missing = [before, after].find(({ feature }) => feature.pipelines[one.pipeline] === undefined);
  if (missing) return { ...none, skipped: `${missing.feature.version} has no pipeline ${one.pipeline}` };
  const happened: Happened[] = [];
  for (const { feature } of [before, after]) {
    const inspect = (each: Happened) => happened.push(each);
    const { skipped } = await replayCase(feature, home, neededBy(feature, one), { artefacts, inspect });
    if (skipped !== undefined) return { ...none, skipped };
  }
  const [first, second] = happened;
  if (!first || !second) return none;
  const names = new Set([...comparable(one, before.feature), ...comparable(one, after.feature)]);
  const documents = [...names].map((each) => [each, changedLines(textOf(first, each), textOf(second, each))] as const);
  return {
    ...none,
    ended: changedLines(endOf(first), endOf(second)),
    documents: Object.fromEntries(documents.filter(([, changed]) => changed.length > 0)),
  };
}

/** A release that pins other rules is compared without those of the case's own. */
const neededBy = ({ artefacts }: Feature, one: Case): Case => ({
  ...one,
  needs: (one.needs ?? []).filter((name) => Object.hasOwn(artefacts, name)),
});

/** What is the same whenever it is made: documents before anything is signed or sent, and those that the case names. */
function comparable({ pipeline, expect }: Case, { pipelines }: Feature): string[] {
  const names = Object.keys(expect.documents ?? {});
  for (const step of pipelines[pipeline]?.steps ?? []) {
    if (step.kind === 'connector' || step.action.effect !== 'pure') break;
    for (const name of Object.keys(step.action.out)) names.push(name === 'document' ? step.id : `${step.id}.${name}`);
  }
  return names;
}

function textOf({ document }: Happened, name: string): string[] {
  const bytes = document(name);
  return bytes ? linesOf(new TextDecoder().decode(bytes)) : [];
}

const endOf = ({ report }: Happened): string[] => [
  `state ${report.state}`,
  `outcome ${report.outcome ?? 'none'}`,
  ...report.problems.map(({ code, path }) => `problem ${code}${path === undefined ? '' : ` at ${path}`}`),
];
