import type { Exchange, Reply } from '../action.ts';
import { problem } from '../errors.ts';
import type { ActionStep, Poll } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';
import type { Frame } from './frame.ts';
import { grantExternal, grantPure } from './grant.ts';
import type { Halt } from './halt.ts';
import { type Judgement, judge, replyVariables, unanswered } from './outcome.ts';
import { askLeave, exchanged, passing, stillPaced } from './pace.ts';
import { backOff, defaultRetry } from './retry.ts';
import { recordOf } from './step-record.ts';
import type { Work } from './work.ts';

/** A step that only reads: sent without an attempt in the record, repeated at will, polled until what it says holds. */
export async function performRead(work: Work, step: ActionStep, name: string, frame: Frame): Promise<Halt | undefined> {
  const { clock } = work.ports;
  const parked = work.state.parked.get(name);
  if (parked && Date.parse(parked.until) > clock.now().getTime()) return { kind: 'wait', until: parked.until };
  const paced = stillPaced(work, name);
  if (paced) return paced;
  const tries = (parked?.tries ?? 0) + 1;
  const inputs = await frame.load(step.in, work.documents, name);
  const context = grantExternal(work, grantPure(work, frame, name, inputs), tries, () => true);
  if (step.action.effect !== 'external') throw new Error(`${name} is not external`);
  const exchange = await step.action.exchange(context, step.prepared);
  const leave = await askLeave(work, step, name, exchange);
  if (leave.kind === 'wait') return leave;
  const at = clock.now();
  const { reply, record, judgement } = await passing(leave, () => askOnce(work, step, name, frame, exchange));
  const outcome = judgement.outcome;
  if (outcome === 'refused') return { kind: 'finish', state: 'completed', problems: judgement.problems, outcome };
  if (outcome === 'unavailable' || outcome === 'unknown') return again(work, step, name, tries, judgement, reply);
  if (step.poll && !isOver(step.poll, reply, record, frame))
    return pollAgain(work, step.poll, name, parked?.since ?? at.toISOString());
  work.done(step.outcomes ? { ...record, outcome } : record);
  return undefined;
}

async function askOnce(work: Work, step: ActionStep, name: string, frame: Frame, exchange: Exchange) {
  const { clock } = work.ports;
  const at = clock.now();
  const began = clock.monotonic();
  const reply = await exchange.send();
  const output = { ...reply, documents: { ...exchange.documents, ...reply.documents } };
  const record = recordOf(work, step, name, at, began, output);
  const judgement = step.outcomes ? judge(step.outcomes, reply, record, frame.variables) : plainJudgement(reply, name);
  work.observe({ type: 'read', run: work.run, step: name, outcome: judgement.outcome });
  return { reply, record, judgement, ...exchanged(reply, judgement) };
}

/** Without `outcomes` a read is good when it has an answer with a status of success. */
function plainJudgement(reply: Reply, step: string): Judgement {
  const good = reply.failure === undefined && reply.status !== undefined && reply.status >= 200 && reply.status < 300;
  return good ? { outcome: 'accepted', problems: [] } : unanswered(reply, step);
}

function isOver(poll: Poll, reply: Reply, record: StepRecord, frame: Frame): boolean {
  return poll.until.evaluate({ reply: replyVariables(reply, record), ...frame.variables }) === true;
}

function pollAgain(work: Work, poll: Poll, name: string, since: string): Halt {
  const now = work.ports.clock.now().getTime();
  if (now - Date.parse(since) >= poll.deadline) {
    const message = `What was waited for did not come within ${Math.round(poll.deadline / 1000)} s.`;
    return { kind: 'hold', step: name, problems: [problem('POLL_DEADLINE', message, { step: name })] };
  }
  // An answer ends a row of failures: only those count as tries.
  return park(name, 0, since, now + poll.every, 'polled');
}

function again(work: Work, step: ActionStep, name: string, tries: number, judgement: Judgement, reply: Reply): Halt {
  const retry = step.retry ?? defaultRetry;
  if (tries >= retry.attempts) return { kind: 'hold', step: name, problems: judgement.problems };
  const now = work.ports.clock.now().getTime();
  const wait = backOff(retry, tries, work.ports.chance.next(), reply.retryAfter);
  const since = work.state.parked.get(name)?.since ?? new Date(now).toISOString();
  return park(name, tries, since, now + wait, judgement.problems[0]?.message ?? '');
}

function park(step: string, tries: number, since: string, until: number, reason: string): Halt {
  const iso = new Date(until).toISOString();
  return { kind: 'wait', until: iso, entry: { type: 'parked', step, tries, since, until: iso, reason } };
}
