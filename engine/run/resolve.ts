import type { Found, Reply } from '../action.ts';
import { fail, type Problem, problem } from '../errors.ts';
import type { ActionStep } from '../feature.ts';
import type { Entry } from '../record/entry.ts';
import { type Attempt, lastAttempt, type RunState } from '../record/fold.ts';
import type { Journal } from '../record/journal.ts';
import type { AtHand } from './at-hand.ts';
import { type Located, locate } from './locate.ts';
import { judge } from './outcome.ts';
import type { Ports } from './ports.ts';
import { type RunReport, report } from './report.ts';
import { recordOf } from './step-record.ts';
import { openRun, takeUp } from './take-up.ts';
import type { Work } from './work.ts';

/** What a person found out about the attempt that holds a run. */
export type Resolution = {
  /** Who says so. */
  readonly by: string;
  /** How it was found out: a ticket, a call, a page of the authority. */
  readonly why: string;
} & (
  | { readonly verdict: 'accepted'; readonly found: Found }
  /** The authority does not have it; it is sent again. */
  | { readonly verdict: 'absent' }
  /** The authority will not have it; the document may be submitted anew. */
  | { readonly verdict: 'refused' }
);

/**
 * Settles what became of an attempt. What is said to be accepted is judged by the step's own `outcomes`, as an answer is; an absence
 * or a refusal counts only after the settle window. One entry is written: all or nothing.
 * RESOLUTION_UNFIT, RESOLUTION_UNPROVEN, RESOLUTION_TOO_EARLY; then nothing was recorded.
 */
export async function resolve(ports: Ports, atHand: AtHand, run: string, resolution: Resolution): Promise<RunReport> {
  const journal = await openRun(ports, run);
  const { name, attempt } = unproven(journal);
  const { work, frame } = await takeUp(ports, atHand, journal);
  const place = await locate(work, work.pipeline.steps, frame(), name);
  if (!place) return fail('RECORD_DAMAGED', `Run ${run} names the step ${name}, which its feature does not have.`);
  const { by, why, verdict } = resolution;
  const said = { type: 'resolved', step: name, attempt: attempt.number, verdict, by, why } as const;
  const settled =
    verdict === 'accepted' ? accepted(work, place, name, resolution.found) : denied(work, place, attempt, resolution);
  await work.append({ ...said, ...settled });
  return report(work.journal);
}

/** The attempt of which a held run does not know what became. */
function unproven({ run, state, entries }: Journal): { name: string; attempt: Attempt } {
  const held = entries.findLast((entry) => entry.type === 'held');
  if (state.status !== 'held' || held?.type !== 'held')
    return fail('RESOLUTION_UNFIT', `Run ${run} is ${state.status}; only one that is held waits for a person.`);
  const attempt = lastAttempt(state, held.step);
  if (!attempt || isProven(state, attempt))
    return fail('RESOLUTION_UNFIT', `Nothing is unproven in run ${run}: mend what holds it, and resume it.`);
  return { name: held.step, attempt };
}

function isProven(state: RunState, { step, answer }: Attempt): boolean {
  return (
    state.steps.has(step) || (answer !== undefined && answer.outcome !== 'unknown' && answer.outcome !== 'duplicate')
  );
}

type Settled = Pick<Extract<Entry, { type: 'resolved' }>, 'record' | 'problems'>;

function accepted(work: Work, { step, frame }: Located, name: string, found: Found): Settled {
  const { clock } = work.ports;
  const reply = replyOf(step, found);
  const record = recordOf(work, step, name, clock.now(), clock.monotonic(), reply);
  const { outcome } = judge(step.outcomes, reply, record, frame.variables);
  if (outcome !== 'accepted' && outcome !== 'pending') {
    const message = `By the outcomes of step ${name} what was found is \`${outcome}\`, not \`accepted\`.`;
    fail('RESOLUTION_UNPROVEN', message, { step: name });
  }
  return { record: { ...record, uses: 'resolve', outcome }, problems: [] };
}

function replyOf({ action, prepared, id }: ActionStep, found: Found): Reply {
  if (action.effect === 'external' && action.reply) return action.reply(found, prepared);
  return fail('RESOLUTION_UNFIT', `What step ${id} would have been answered cannot be said in its place.`);
}

/** What would let the document out once more must not be believed before the first request can no longer arrive. */
function denied(
  work: Work,
  { step }: Located,
  attempt: Attempt,
  { verdict, by, why }: Pick<Resolution, 'verdict' | 'by' | 'why'>,
): Settled {
  const { recover } = step;
  if (verdict === 'absent') checkAbsence(work, step, attempt);
  const settled = Date.parse(attempt.at) + (recover?.settle ?? 0);
  if (work.ports.clock.now().getTime() < settled) {
    const message = `The document may still arrive until ${new Date(settled).toISOString()}.`;
    fail('RESOLUTION_TOO_EARLY', message, { step: attempt.step });
  }
  if (verdict === 'absent') return { problems: [] };
  return { problems: [refused(attempt.step, by, why)] };
}

function checkAbsence(work: Work, { recover }: ActionStep, attempt: Attempt): void {
  const unfit = (why: string): never => fail('RESOLUTION_UNFIT', why, { step: attempt.step });
  if (!recover) unfit('The step says nothing of how long the authority may need: an absence proves nothing.');
  if (attempt.answer?.outcome === 'duplicate') unfit('The authority said that it has the document.');
  if (work.state.asking.get(attempt.step)?.verdict === 'differs')
    unfit('The authority has another document under this identity: to send again cannot succeed.');
}

function refused(step: string, by: string, why: string): Problem {
  return problem('REFUSED', `The authority does not take the document, as ${by} found out: ${why}.`, { step });
}
