import { fail, problem } from '../errors.ts';
import { isFinished, type RunState } from '../record/fold.ts';
import { anchor } from '../record/index-entry.ts';
import type { AdvanceOptions } from './advance.ts';
import type { Ports } from './ports.ts';
import { openRun } from './take-up.ts';

/** So many processes may end over one run; then a person must look. */
const most = 5;
/** After so many a run is suspected to be what ends them. */
const suspicious = 2;

/** The journal is for whoever goes on at once: it need not be read again. */
export interface Restarted extends Pick<AdvanceOptions, 'journal'> {
  readonly suspected: boolean;
}

/**
 * Notes that a run is taken up after a process that had it at hand ended without a word: killed, out of memory, blocked. `mark` names
 * that end, which counts once; an entry that the run adds since makes up for all. Resolves to whether the run is suspected; to
 * undefined, with nothing noted, for a suspect where `suspects` are not wanted.
 */
export async function restart(
  ports: Ports,
  run: string,
  mark: string,
  suspects: boolean,
): Promise<Restarted | undefined> {
  const journal = await openRun(ports, run);
  const { state, entries } = journal;
  const now = ports.clock.now();
  if (!goesOn(state, now)) return { suspected: false, journal };
  const known = entries.some((entry) => entry.type === 'restarted' && entry.mark === mark);
  const crashes = state.crashes + (known ? 0 : 1);
  const suspected = crashes >= suspicious;
  if (suspected && !suspects) return undefined;
  if (known) return { suspected, journal };
  const entry = crashes < most ? ({ type: 'restarted', mark } as const) : held(state);
  if (entry.type === 'held') await ports.announce?.(run, entries.length + 1);
  if (!(await journal.append(entry, now))) fail('RUN_TAKEN', `Another process is working on run ${run}.`);
  if (entry.type === 'held') await anchor(ports.store, journal);
  return { suspected, journal };
}

const goesOn = (state: RunState, now: Date): boolean =>
  !isFinished(state) &&
  state.status !== 'held' &&
  (state.until === undefined || Date.parse(state.until) <= now.getTime());

function held(state: RunState) {
  // What was sent last and is not proven is what a person may have to settle.
  const step = [...state.attempts.keys()].at(-1) ?? [...state.steps.keys()].at(-1) ?? state.submission.pipeline;
  const message = `${most} processes in a row ended while they worked on this run.`;
  return { type: 'held', steps: [], step, problems: [problem('RUN_CRASHES', message, { step })] } as const;
}
