import { fail } from '../errors.ts';
import { isFinished, type RunState } from '../record/fold.ts';
import type { AtHand } from './at-hand.ts';
import type { Ports } from './ports.ts';
import { type RunReport, report } from './report.ts';
import { openRun } from './take-up.ts';

/**
 * Gives a run up, for a person: it is never gone on with, and its fiscal document may be submitted anew.
 * Only while nothing was sent, or nothing of what was sent was accepted: a document that may be out is cancelled at the
 * authority instead.
 */
export async function cancel(ports: Ports, atHand: AtHand, run: string): Promise<RunReport> {
  const journal = await openRun(ports, run);
  const { state } = journal;
  if (isFinished(state)) fail('RUN_FINISHED', `Run ${run} is ${state.status}.`);
  if (!nothingIsOut(state)) {
    fail('RUN_SENT', `Run ${run} has sent its document, and it is not proven that it was not accepted.`);
  }
  const finished = {
    type: 'finished',
    steps: [],
    state: 'cancelled',
    result: { documents: {}, values: {} },
    problems: [],
  } as const;
  await ports.announce?.(run, journal.entries.length + 1, state.submission.original?.run);
  if (!(await journal.append(finished, ports.clock.now())))
    fail('RUN_TAKEN', `Another process is working on run ${run}.`);
  await atHand.ended.add(journal);
  return report(journal);
}

function nothingIsOut(state: RunState): boolean {
  const attempts = [...state.attempts.values()].flat();
  return attempts.every(({ answer }) => answer?.outcome === 'unavailable' || answer?.outcome === 'refused');
}
