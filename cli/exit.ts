import { problemKinds, type RunReport, type TimbreError } from '../engine/index.ts';

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

/** What was wrong before there was a run: bad usage and bad input, or a world that does not work. */
export function exitForError(error: TimbreError): number {
  const { blame } = problemKinds[error.code];
  return blame === 'integrator' || blame === 'author' || error.code === 'USAGE' || error.code.startsWith('RUN_')
    ? exit.usage
    : exit.failed;
}
