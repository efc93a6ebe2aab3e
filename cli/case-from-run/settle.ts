import { join } from 'node:path';
import { type Feature, fail, type Problem, problem, TimbreError } from '../../engine/index.ts';
import type { Happened } from '../cases/compare.ts';
import { type CaseResult, type ReplayOptions, replayCase } from '../cases/replay.ts';
import { courseOf, endOf } from './course.ts';
import type { Draft } from './draft.ts';
import { expectedOf } from './expect.ts';
import { findFault } from './find-fault.ts';
import { type Written, writeCase } from './write.ts';

/** Where cases are made before they are put into their feature. */
export interface Workshop {
  readonly feature: Feature;
  readonly featureFolder: string;
  /** Stands for the feature's folder. */
  readonly home: string;
  /** Folder of the pulled artefacts. */
  readonly artefacts: string;
  /** The artefacts of the feature that are there. */
  readonly pulled: readonly string[];
}

/**
 * Writes the case of a draft and makes it true: it is replayed, with a fault where there must be one, and expects what comes
 * out the same each time. Gives warnings.
 *
 * @throws TimbreError CASE_UNMASKED, CASE_DIFFERS
 */
export async function settle(draft: Draft, shop: Workshop): Promise<Problem[]> {
  const { recording, fields } = draft;
  checkMasked(draft, shop.feature);
  const { state, outcome } = recording.report;
  const ends = { state, ...(outcome === null ? {} : { outcome }) };
  const { at = '' } = fields;
  const times = draft.sandboxTime === undefined ? [at] : [at, draft.sandboxTime];
  const seen: Happened[] = [];
  const found = await findFault(recording, fields.sandbox, times, async (time, faults) => {
    const happened = await happen(draft, shop, { ...fields, at: time, faults, expect: ends });
    if (faults.length === 0) seen.push(happened);
    return happened;
  });
  if (!found) throw new TimbreError(differs(draft, seen.at(-1), shop.feature));
  const withFault = { ...fields, at: found.at, ...(found.faults.length === 0 ? {} : { faults: found.faults }) };
  const again = await happen(draft, shop, { ...withFault, expect: ends });
  await finish(draft, shop, { ...withFault, expect: expectedOf(shop.feature, found.happened, again) });
  return found.other ? [unlike(draft)] : [];
}

/** Writes the expected documents; names the artefacts where the case does not pass without them. */
async function finish(draft: Draft, shop: Workshop, fields: Written): Promise<void> {
  await replay(draft, shop, fields, { update: true });
  const without = await replay(draft, shop, fields, { artefacts: join(shop.home, 'none') });
  const { expect, ...before } = fields;
  const needs = without.differences.length === 0 || shop.pulled.length === 0 ? {} : { needs: shop.pulled };
  const { differences } = await replay(draft, shop, { ...before, ...needs, expect });
  const [first] = differences;
  if (first) fail('INTERNAL', `The case ${draft.name} does not pass: ${first.what}, ${first.expected}, ${first.got}`);
}

function replay(draft: Draft, shop: Workshop, fields: Written, more: Partial<ReplayOptions> = {}): Promise<CaseResult> {
  const one = writeCase(shop.home, draft, fields, shop.featureFolder);
  return replayCase(shop.feature, shop.featureFolder, one, { artefacts: shop.artefacts, longest: 2000, ...more });
}

async function happen(draft: Draft, shop: Workshop, fields: Written): Promise<Happened> {
  const all: Happened[] = [];
  await replay(draft, shop, fields, { inspect: (happened) => all.push(happened) });
  return all[0] ?? fail('INTERNAL', `The case ${draft.name} was not replayed.`);
}

/** What is masked must still be business data that the pipeline takes. */
function checkMasked({ data, fields }: Draft, feature: Feature): void {
  const problems = feature.pipelines[fields.pipeline]?.input.check(data, fields.context) ?? [];
  const wrong = problems.filter(({ severity }) => severity === 'error');
  if (wrong.length === 0) return;
  throw new TimbreError(
    wrong.map(({ message, path }) => problem('CASE_UNMASKED', `Masked, the data does not fit: ${message}`, { path })),
  );
}

function differs(draft: Draft, plain: Happened | undefined, feature: Feature): Problem {
  const { recording, name } = draft;
  const told = (lines: readonly string[]): string => (lines.length === 0 ? 'nothing' : lines.join('; '));
  const { run, report, entries } = recording;
  const were = told([...courseOf(entries), ...endOf(report)]);
  const are = plain ? told([...courseOf(plain.entries), ...endOf(plain.report)]) : 'nothing';
  const what = `Run ${run} went: ${were}. As the case ${name} it goes: ${are}.`;
  return problem('CASE_DIFFERS', what, { hint: whyOf(draft, plain, feature) });
}

function whyOf({ recording, fields }: Draft, plain: Happened | undefined, feature: Feature): string {
  const { id, version, digest } = recording.submission.feature;
  if (digest !== feature.digest)
    return `The run was made with ${id} ${version} as it was then; the feature has changed since.`;
  const ruled =
    plain?.report.problems.filter(({ code }) => code === 'RULE_FAILED').flatMap(({ path }) => path ?? []) ?? [];
  if (ruled.length > 0)
    return `What is masked decided it. Say in the input schema, with x-keep or x-mask, what may stand at ${[...new Set(ruled)].join(', ')}.`;
  const [first] = recording.entries;
  if (first?.type === 'scheduled' && (first.attachments ?? []).length > 0)
    return 'Files went with the run, and what is in a file nobody can mask: put files of yours beside case.yaml, and name them under `attachments`.';
  if (fields.sandbox === undefined && courseOf(recording.entries).length > 0)
    return 'The feature has no sandbox that answers for the authority: write this case by hand, with secrets and replies.';
  return 'What is masked may have decided it, or an authority that does what the sandbox does not: write this case by hand.';
}

function unlike({ recording, name }: Draft): Problem {
  const what = `The case ${name} ends as run ${recording.run} did, but what happened on the way is not in it`;
  const were = courseOf(recording.entries).join('; ');
  const hint = 'If the case is about that, choose a fault by hand: docs/sandbox.md lists them.';
  return {
    ...problem('CASE_DIFFERS', `${what}: ${were}. No fault of the sandbox is like that.`, { hint }),
    severity: 'warning',
  };
}
