import type { ProblemCode, RunReport, TimbreError } from '../engine/index.ts';
import { problemKinds } from '../engine/problem-kinds/index.ts';

/** What the process ends with. */
export const exit = { accepted: 0, failed: 1, usage: 2, held: 3, waiting: 4 } as const;

/** A run that sends nothing is good when it completed. */
export function exitFor(report: RunReport): number {
  switch (report.state) {
    case 'completed':
      return report.outcome === null || report.outcome === 'accepted' || report.outcome === 'pending'
        ? exit.accepted
        : exit.failed;
    case 'held':
      return exit.held;
    case 'failed':
    case 'cancelled':
      return exit.failed;
    default:
      return exit.waiting;
  }
}

/**
 * When there is no run to report: bad usage and bad input (also of features and environments), or a world that does not
 * work. A run that another process is working on is a run that is under way.
 */
export function exitForError(error: TimbreError): number {
  if (error.code === 'RUN_TAKEN') return exit.waiting;
  const { blame } = problemKinds[error.code];
  const usage =
    blame === 'integrator' || blame === 'author' || usageCodes.has(error.code) || error.code.startsWith('RUN_');
  return usage ? exit.usage : exit.failed;
}

const usageCodes: ReadonlySet<ProblemCode> = new Set([
  'USAGE',
  'ENVIRONMENT_INVALID',
  'SETTING_INVALID',
  'PIPELINE_AMBIGUOUS',
  'FEATURE_MISSING',
  'OUTPUT_FAILED',
]);
