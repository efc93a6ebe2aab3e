import { problem } from '../errors.ts';
import type { ActionStep, Recover } from '../feature.ts';
import { type Attempt, lastAttempt } from '../record/fold.ts';
import { Journal } from '../record/journal.ts';
import { ask } from './ask.ts';
import type { Frame } from './frame.ts';
import type { Halt } from './halt.ts';
import { defaultRetry, triesOf } from './retry.ts';
import { send } from './send.ts';
import type { Work } from './work.ts';

/**
 * A step that changes something at the authority, exactly once: an attempt is recorded before it is sent, and what follows
 * an attempt without a proven outcome is a question, never a second sending. Everything is decided from the record,
 * so that any process can go on from any point.
 */
export async function performExternal(
  work: Work,
  step: ActionStep,
  name: string,
  frame: Frame,
): Promise<Halt | undefined> {
  while (!work.state.steps.has(name)) {
    const halt = (await acceptedBefore(work, step, name, frame)) ?? (await goOn(work, step, name, frame));
    if (halt) return halt;
  }
  return undefined;
}

async function goOn(work: Work, step: ActionStep, name: string, frame: Frame): Promise<Halt | undefined> {
  const attempt = lastAttempt(work.state, name);
  const recover = step.recover;
  if (!attempt)
    return recover && asksFirst(work, name)
      ? ask(work, recover, name, frame, undefined)
      : send(work, step, name, frame);
  switch (attempt.answer?.outcome) {
    case 'accepted':
    case 'pending':
      return undefined;
    case 'refused':
      return { kind: 'finish', state: 'completed', problems: work.state.problems };
    case 'unavailable':
      return sendAgain(work, step, name, frame, attempt);
    default:
      if (!recover) return { kind: 'hold', step: name, problems: work.state.problems };
      return provenAbsent(work, recover, name, attempt)
        ? sendAgain(work, step, name, frame, attempt)
        : ask(work, recover, name, frame, attempt);
  }
}

/** A replay does not know what its original set off: it asks before it sends. */
function asksFirst(work: Work, name: string): boolean {
  return work.state.replayOf !== undefined && work.state.asking.get(name)?.verdict !== 'absent';
}

/** Only a proven absence, seen after the settle window, opens the next attempt; a duplicate never does. */
function provenAbsent(work: Work, recover: Recover, name: string, attempt: Attempt): boolean {
  if (attempt.answer?.outcome === 'duplicate') return false;
  const asking = work.state.asking.get(name);
  return (
    asking?.verdict === 'absent' &&
    asking.at !== undefined &&
    Date.parse(asking.at) >= Date.parse(attempt.at) + recover.settle
  );
}

function sendAgain(
  work: Work,
  step: ActionStep,
  name: string,
  frame: Frame,
  attempt: Attempt,
): Halt | Promise<Halt | undefined> {
  const { attempts } = step.retry ?? defaultRetry;
  if (triesOf(work.state.attempts.get(name)) >= attempts) {
    const problems = work.state.problems.length > 0 ? work.state.problems : [nothingAccepted(name, attempts)];
    // Whoever comes here has proof that nothing was accepted: the document may be submitted anew.
    return { kind: 'finish', state: 'failed', problems, outcome: 'unavailable' };
  }
  if (attempt.until && Date.parse(attempt.until) > work.ports.clock.now().getTime())
    return { kind: 'wait', until: attempt.until };
  return send(work, step, name, frame);
}

const nothingAccepted = (step: string, attempts: number) =>
  problem('UNAVAILABLE', `Nothing was accepted in ${attempts} attempts.`, { step });

/**
 * A replay of a run whose document was accepted must not send another one in its place: what was accepted is proven by the
 * original's record. The same bytes may be asked about; other bytes need a correction or a cancellation.
 */
async function acceptedBefore(work: Work, step: ActionStep, name: string, frame: Frame): Promise<Halt | undefined> {
  if (!work.state.replayOf || work.state.steps.has(name)) return undefined;
  const original = await originalOf(work, name);
  if (!original?.state.steps.has(name)) return undefined;
  const sent = original.state.attempts.get(name)?.at(-1)?.inputs ?? {};
  const now = frame.hashes(step.in);
  if (Object.keys({ ...sent, ...now }).some((input) => sent[input] !== now[input])) {
    const message = `The authority accepted another document from run ${original.run}; this replay made a different one and sent nothing.`;
    return { kind: 'finish', state: 'failed', problems: [problem('REPLAY_DIFFERS', message, { step: name })] };
  }
  if (work.state.asking.get(name)?.verdict !== 'absent') return undefined;
  const message = `The authority accepted this document from run ${original.run}, and now says that it does not have it.`;
  return { kind: 'hold', step: name, problems: [problem('OUTCOME_UNKNOWN', message, { step: name })] };
}

/** The run in the line of originals that sent something in this step; else the nearest. */
async function originalOf(work: Work, name: string): Promise<Journal | undefined> {
  let nearest: Journal | undefined;
  for (let of = work.state.replayOf; of !== undefined; ) {
    const journal = await Journal.open(work.ports.store, of.run);
    if (journal?.state.attempts.has(name)) return journal;
    nearest ??= journal;
    of = journal?.state.replayOf;
  }
  return nearest;
}
