import type { Later, ReportedDocument, RunReport, RunSummary, StampedEntry } from '../../engine/index.ts';
import { toldProblem } from '../problem-details.ts';

/** A submission as an ERP gets it. */
export const toldReport = (
  report: RunReport,
  submission: { context: Readonly<Record<string, string>>; key?: string },
  later: readonly Later[],
) => ({
  id: report.run,
  feature: report.feature,
  version: report.version,
  pipeline: report.pipeline,
  context: submission.context,
  key: submission.key ?? null,
  state: report.state,
  outcome: report.outcome,
  values: report.values,
  problems: report.problems.map(toldProblem),
  documents: report.documents.map((document) => toldDocument(report.run, document)),
  until: report.until ?? null,
  original: report.original ?? null,
  says: report.says ?? null,
  later: later.map(toldLater),
  sameAs: report.sameAs ?? null,
  replayOf: report.replayOf ?? null,
  record: report.record ?? null,
  links: {
    self: `/submissions/${report.run}`,
    log: `/submissions/${report.run}/log`,
    documents: `/submissions/${report.run}/documents`,
  },
});

/** What cancelled, paid, corrected or spoke of a submission. */
export const toldLater = ({ run, pipeline, state, outcome, says, values, at }: Omit<Later, 'submittedAt'>) => ({
  id: run,
  pipeline,
  at,
  state,
  outcome,
  says: says ?? null,
  values,
  links: { self: `/submissions/${run}`, documents: `/submissions/${run}/documents` },
});

export const toldDocument = (
  run: string,
  { step, name, mediaType, sha256, size, path, fileName }: ReportedDocument,
) => ({
  step,
  name,
  mediaType,
  sha256,
  size,
  fileName,
  href: `/submissions/${run}/documents/${fileIn(path)}`,
});

/** A document's name in the store, which is one of its kind within the run. */
export const fileIn = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export const toldSummary = ({ run, original, says, ...summary }: RunSummary) => ({
  id: run,
  ...summary,
  original: original ?? null,
  says: says ?? null,
  links: { self: `/submissions/${run}` },
});

/** An entry of the log, without the documents' places in the store. */
export function toldEntry(entry: StampedEntry) {
  const { type, at } = entry;
  const steps =
    'steps' in entry
      ? entry.steps.map(({ step, uses, took, skipped, outcome, values }) => ({
          step,
          uses,
          took,
          skipped,
          outcome,
          values,
        }))
      : [];
  const problems = 'problems' in entry ? entry.problems.map(toldProblem) : [];
  const step = 'step' in entry ? entry.step : undefined;
  return { type, at, step, ...answerIn(entry), steps, problems };
}

function answerIn(entry: StampedEntry) {
  if (entry.type === 'attempted') return { attempt: entry.attempt };
  if (entry.type === 'answered') return { attempt: entry.attempt, ...entry.answer };
  if (entry.type === 'asked') return { verdict: entry.verdict };
  if (entry.type === 'resolved')
    return { attempt: entry.attempt, verdict: entry.verdict, by: entry.by, why: entry.why };
  if (entry.type === 'parked') return { until: entry.until };
  if (entry.type === 'paced') return { until: entry.until, reason: entry.reason };
  if (entry.type === 'finished') return { state: entry.state };
  return {};
}
