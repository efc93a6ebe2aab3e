import type { Problem, RunReport } from '../../engine/index.ts';

/** A problem as programs get it. */
export function problemJson({ code, severity, message, path, place, related, hint, step }: Problem) {
  return {
    code,
    severity,
    message,
    path: path ?? null,
    file: place?.file ?? null,
    line: place?.line ?? null,
    column: place?.column ?? null,
    step: step ?? null,
    hint: hint ?? null,
    ...(related ? { related: { file: related.file, line: related.line, column: related.column } } : {}),
  };
}

/** A run as programs get it; `pathOf` tells where a document's file is. */
export function reportJson(report: RunReport, pathOf: (path: string) => string) {
  const { run, feature, version, pipeline, state, outcome, values, documents, problems } = report;
  const { until, original, says, sameAs, replayOf, record } = report;
  return {
    run,
    feature,
    version,
    pipeline,
    state,
    outcome,
    values,
    documents: documents.map(({ step, name, mediaType, sha256, path }) => ({
      step,
      name,
      mediaType,
      sha256,
      path: pathOf(path),
    })),
    problems: problems.map(problemJson),
    ...(until ? { until } : {}),
    ...(original ? { original } : {}),
    ...(says ? { says } : {}),
    ...(sameAs ? { sameAs } : {}),
    ...(replayOf ? { replayOf } : {}),
    ...(record ? { record } : {}),
  };
}

/** What programs get when there is no run to report; `run` is the one that was stopped by the problems, if there is one. */
export const errorJson = (problems: readonly Problem[], run: string | null) => ({
  run,
  state: null,
  outcome: null,
  values: {},
  documents: [],
  problems: problems.map(problemJson),
});
