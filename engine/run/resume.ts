import { fail } from '../errors.ts';
import { isFinished } from '../record/fold.ts';
import { type AdvanceOptions, advance, openRun } from './advance.ts';
import type { AtHand } from './at-hand.ts';
import type { Ports } from './ports.ts';
import type { RunReport } from './report.ts';

/** Lets a person continue a run: a held one is released first, and its questions are asked anew. */
export async function resume(
  ports: Ports,
  atHand: AtHand,
  run: string,
  options: AdvanceOptions = {},
): Promise<RunReport> {
  const journal = await openRun(ports, run);
  if (isFinished(journal.state)) fail('RUN_FINISHED', `Run ${run} is ${journal.state.status}.`);
  if (journal.state.status === 'held' && !(await journal.append({ type: 'released' }, ports.clock.now())))
    fail('RUN_TAKEN', `Another process is working on run ${run}.`);
  return advance(ports, atHand, run, { ...options, journal });
}
