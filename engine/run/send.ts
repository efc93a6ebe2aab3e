import type { Exchange, Reply } from '../action.ts';
import type { ActionStep } from '../feature.ts';
import type { Exchanged } from '../pacing.ts';
import type { Answer } from '../record/entry.ts';
import type { Frame } from './frame.ts';
import { grantExternal, grantPure } from './grant.ts';
import type { Halt } from './halt.ts';
import { codeOf, type Judgement, judge } from './outcome.ts';
import { askLeave, exchanged, passing, stillPaced } from './pace.ts';
import { backOff, defaultRetry, triesOf } from './retry.ts';
import { recordOf } from './step-record.ts';
import type { Work } from './work.ts';

/** One attempt: recorded, then sent once, then its answer recorded. Parked where the authority is not to be talked to now. */
export async function send(work: Work, step: ActionStep, name: string, frame: Frame): Promise<Halt | undefined> {
  const paced = stillPaced(work, name);
  if (paced) return paced;
  const { clock } = work.ports;
  const inputs = await frame.load(step.in, work.documents, name);
  const number = (work.state.attempts.get(name)?.length ?? 0) + 1;
  const startWithin = step.recover?.startWithin ?? Number.POSITIVE_INFINITY;
  let recordedFrom = Number.NEGATIVE_INFINITY;
  let isLate = false;
  const mayStart = () => {
    isLate = clock.monotonic() - recordedFrom >= startWithin;
    return !isLate;
  };
  const context = grantExternal(work, grantPure(work, frame, name, inputs), number, mayStart);
  if (step.action.effect !== 'external') throw new Error(`${name} is not external`);
  const exchange = await step.action.exchange(context, step.prepared);
  const leave = await askLeave(work, step, name, exchange);
  if (leave.kind === 'wait') return leave;
  await passing(leave, () => {
    // The fence counts from before the entry's own time, so that it closes no later than others reckon.
    recordedFrom = clock.monotonic();
    return attempt(work, { step, name, frame, number, exchange, isLate: () => isLate });
  });
  return undefined;
}

interface Sending {
  readonly step: ActionStep;
  readonly name: string;
  readonly frame: Frame;
  readonly number: number;
  readonly exchange: Exchange;
  /** Whether the fence has closed before the request. */
  readonly isLate: () => boolean;
}

async function attempt(work: Work, sending: Sending): Promise<Exchanged | undefined> {
  const { step, name, frame, number, exchange, isLate } = sending;
  const { clock, chance } = work.ports;
  const at = clock.now();
  const began = clock.monotonic();
  const documents = work.documents.keepAll(`${name}.${number}`, exchange.documents);
  await work.appendAttempt({
    type: 'attempted',
    steps: work.takeSteps(),
    step: name,
    attempt: number,
    nonce: chance.nonce(),
    inputs: frame.hashes(step.in),
    documents,
  });
  work.observe({ type: 'attempted', run: work.run, step: name, attempt: number });
  const reply = await exchange.send();
  const record = recordOf(work, step, name, at, began, reply);
  const judgement = judge(step.outcomes, reply, record, frame.variables);
  const late = reply.notSent === true && isLate();
  const { outcome } = judgement;
  const until = outcome === 'unavailable' ? nextAttemptAt(work, sending, reply, late) : undefined;
  await work.appendAnswer({
    type: 'answered',
    step: name,
    attempt: number,
    answer: answerOf(reply, judgement, late),
    record: Object.assign({}, record, { documents: Object.assign({}, documents, record.documents) }),
    problems: judgement.problems,
    ...(until ? { until } : {}),
  });
  work.observe({ type: 'answered', run: work.run, step: name, attempt: number, outcome, took: record.took });
  return late ? undefined : exchanged(reply, judgement);
}

function answerOf(reply: Reply, { outcome }: Judgement, late: boolean): Answer {
  const code = codeOf(reply);
  const answer: { -readonly [Name in keyof Answer]: Answer[Name] } = { outcome };
  if (reply.status !== undefined) answer.status = reply.status;
  if (reply.notSent) answer.notSent = true;
  if (late) answer.late = true;
  if (reply.failure !== undefined) answer.failure = reply.failure;
  if (code !== undefined) answer.code = code;
  return answer;
}

function nextAttemptAt(work: Work, { step, name, number }: Sending, reply: Reply, late: boolean): string | undefined {
  const retry = step.retry ?? defaultRetry;
  if (!late && triesOf(work.state.attempts.get(name)) >= retry.attempts) return undefined;
  const wait = backOff(retry, number, work.ports.chance.next(), reply.retryAfter);
  return new Date(work.ports.clock.now().getTime() + wait).toISOString();
}
