import { fail } from '../errors.ts';
import { isFinished } from '../record/fold.ts';
import type { Journal } from '../record/journal.ts';
import { type AdvanceOptions, advance } from './advance.ts';
import type { AtHand } from './at-hand.ts';
import type { Ports } from './ports.ts';
import type { RunReport } from './report.ts';
import { openRun } from './take-up.ts';

/** Lets a held run go on, for a person: its questions are asked anew. Any other that is not finished goes on anyway. */
export async function release(ports: Ports, run: string): Promise<Journal> {
  const journal = await openRun(ports, run);
  if (isFinished(journal.state)) fail('RUN_FINISHED', `Run ${run} is ${journal.state.status}.`);
  if (journal.state.status === 'held' && !(await journal.append({ type: 'released' }, ports.clock.now())))
    fail('RUN_TAKEN', `Another process is working on run ${run}.`);
  return journal;
}

/** Releases a run and takes it as far as it goes now. */
export async function resume(
  ports: Ports,
  atHand: AtHand,
  run: string,
  options: AdvanceOptions = {},
): Promise<RunReport> {
  return advance(ports, atHand, run, { ...options, journal: await release(ports, run) });
}
