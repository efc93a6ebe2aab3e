import type { Exchange, Reply } from '../action.ts';
import type { ActionStep } from '../feature.ts';
import type { Exchanged } from '../pacing.ts';
import type { Answer } from '../record/entry.ts';
import { hashes } from './external.ts';
import type { Frame } from './frame.ts';
import { grantExternal, grantPure } from './grant.ts';
import type { Halt } from './halt.ts';
import { codeOf, type Judgement, judge } from './outcome.ts';
import { askLeave, exchanged, passing, stillPaced } from './pace.ts';
import { recordOf } from './perform.ts';
import { backOff, defaultRetry } from './retry.ts';
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
  const mayStart = () => clock.monotonic() - recordedFrom < startWithin;
  const context = grantExternal(work, grantPure(work, frame, name, inputs), number, mayStart);
  if (step.action.effect !== 'external') throw new Error(`${name} is not external`);
  const exchange = await step.action.exchange(context, step.prepared);
  const leave = await askLeave(work, step, name, exchange);
  if (leave.kind === 'wait') return leave;
  await passing(leave, () => {
    // The fence counts from before the entry's own time, so that it closes no later than others reckon.
    recordedFrom = clock.monotonic();
    return attempt(work, { step, name, frame, number, exchange });
  });
  return undefined;
}

interface Sending {
  readonly step: ActionStep;
  readonly name: string;
  readonly frame: Frame;
  readonly number: number;
  readonly exchange: Exchange;
}

async function attempt(work: Work, { step, name, frame, number, exchange }: Sending): Promise<Exchanged> {
  const { clock, chance } = work.ports;
  const at = clock.now();
  const began = clock.monotonic();
  const documents = work.documents.keepAll(`${name}.${number}`, exchange.documents);
  await work.append({
    type: 'attempted',
    steps: work.takeSteps(),
    step: name,
    attempt: number,
    nonce: chance.nonce(),
    inputs: hashes(frame, step),
    documents,
  });
  work.observe({ type: 'attempted', run: work.run, step: name, attempt: number });
  const reply = await exchange.send();
  const record = recordOf(work, step, name, at, began, reply);
  const judgement = judge(step.outcomes, reply, record, frame.variables);
  const until = nextAttemptAt(work, step, number, reply, judgement);
  await work.appendAnswer({
    type: 'answered',
    step: name,
    attempt: number,
    answer: answerOf(reply, judgement),
    record: { ...record, documents: Object.assign({}, documents, record.documents) },
    problems: judgement.problems,
    ...(until ? { until } : {}),
  });
  const { outcome } = judgement;
  work.observe({ type: 'answered', run: work.run, step: name, attempt: number, outcome, took: record.took });
  return exchanged(reply, judgement);
}

function answerOf(reply: Reply, { outcome }: Judgement): Answer {
  const code = codeOf(reply);
  return {
    outcome,
    ...(reply.status === undefined ? {} : { status: reply.status }),
    ...(reply.notSent ? { notSent: true } : {}),
    ...(reply.failure === undefined ? {} : { failure: reply.failure }),
    ...(code === undefined ? {} : { code }),
  };
}

function nextAttemptAt(
  work: Work,
  step: ActionStep,
  attempt: number,
  reply: Reply,
  { outcome }: Judgement,
): string | undefined {
  const retry = step.retry ?? defaultRetry;
  if (outcome !== 'unavailable' || attempt >= retry.attempts) return undefined;
  const wait = backOff(retry, attempt, work.ports.chance.next(), reply.retryAfter);
  return new Date(work.ports.clock.now().getTime() + wait).toISOString();
}
