import type { PureContext, PureOutput } from '../action.ts';
import { problemsOf, TimbreError } from '../errors.ts';
import type { ActionStep } from '../feature.ts';
import { problemKinds } from '../problem-kinds/index.ts';
import { awaitMessage, lookForMessage } from './await-message.ts';
import { confirm } from './counter.ts';
import type { Frame } from './frame.ts';
import { grantPure, grantSecret, grantState } from './grant.ts';
import type { Halt } from './halt.ts';
import { backOff } from './retry.ts';
import { recordOf } from './step-record.ts';
import type { Work } from './work.ts';

/** Does a step that does not talk to the world: `pure`, `secret` or `state`. */
export async function performHere(work: Work, step: ActionStep, name: string, frame: Frame): Promise<Halt | undefined> {
  const parked = work.state.parked.get(name);
  if (parked?.awaits) return lookForMessage(work, step, name, { ...parked, awaits: parked.awaits });
  if (parked && Date.parse(parked.until) > work.ports.clock.now().getTime())
    return { kind: 'wait', until: parked.until };
  const { clock } = work.ports;
  const at = clock.now();
  const began = clock.monotonic();
  const context = grantPure(work, frame, name, await frame.load(step.in, work.documents, name));
  const counters: string[] = [];
  let output: PureOutput;
  try {
    output = await runAction(work, step, context, counters);
  } catch (thrown) {
    return retryOrThrow(work, step, name, thrown);
  }
  if (output.wait) {
    const since = parked?.since ?? at.toISOString();
    const until = endOf(output.wait, since);
    if ('message' in output.wait)
      return awaitMessage(work, step, name, output.wait.message, { since, until: until.toISOString() });
    if (until > at) return parkUntil(name, since, until);
  }
  work.done(recordOf(work, step, name, at, began, output));
  // A number that was given out must be in the record before anything is done with it.
  if (counters.length > 0) {
    await work.append({ type: 'progressed', steps: work.takeSteps() });
    for (const counter of counters) await confirm(work.ports.store, counter, `${work.run}/${name}`);
  }
  return undefined;
}

function runAction(
  work: Work,
  step: ActionStep,
  context: PureContext,
  counters: string[],
): PureOutput | Promise<PureOutput> {
  const { action, prepared } = step;
  switch (action.effect) {
    case 'pure':
      return action.run(context, prepared);
    case 'secret':
      return action.run(grantSecret(work, context), prepared);
    case 'state': {
      const granted = grantState(work, context);
      return action.run(
        {
          ...granted,
          allocate(counter, first) {
            counters.push(counter);
            return granted.allocate(counter, first);
          },
        },
        prepared,
      );
    }
    case 'external':
      throw new Error(`${context.step} is external`);
  }
}

const endOf = (wait: NonNullable<PureOutput['wait']>, since: string): Date =>
  'until' in wait ? wait.until : new Date(Date.parse(since) + wait.for);

/** The time that was first reached is kept, so that a run killed while it waits does not wait anew. */
function parkUntil(step: string, since: string, until: Date): Halt {
  const iso = until.toISOString();
  return { kind: 'wait', until: iso, entry: { type: 'parked', step, tries: 1, since, until: iso, reason: 'waits' } };
}

/** A vault that does not answer is tried again as the step's `retry` says; what is wrong in the data is not. */
function retryOrThrow(work: Work, step: ActionStep, name: string, thrown: unknown): Halt {
  const { retry } = step;
  if (!retry || !(thrown instanceof TimbreError) || thrown.code === 'STORE_FAILED') throw thrown;
  if (problemKinds[thrown.code].blame !== 'operator') throw thrown;
  const now = work.ports.clock.now();
  const parked = work.state.parked.get(name);
  const tries = (parked?.tries ?? 0) + 1;
  if (tries >= retry.attempts) throw thrown;
  const until = new Date(now.getTime() + backOff(retry, tries, work.ports.chance.next())).toISOString();
  const reason = problemsOf(thrown)[0]?.message ?? '';
  const since = parked?.since ?? now.toISOString();
  return { kind: 'wait', until, entry: { type: 'parked', step: name, tries, since, until, reason } };
}
