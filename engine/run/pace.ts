import type { Exchange, Reply } from '../action.ts';
import type { ActionStep } from '../feature.ts';
import type { Exchanged, Permission } from '../pacing.ts';
import type { Halt } from './halt.ts';
import type { Judgement } from './outcome.ts';
import type { Work } from './work.ts';

export type Leave = Extract<Permission, { kind: 'go' }>;

const free: Leave = { kind: 'go', done: async () => {} };

/** Whether the time that a step was told to wait for has not come. */
export function stillPaced(work: Work, name: string): Halt | undefined {
  const until = work.state.paced.get(name);
  if (until === undefined || Date.parse(until) <= work.ports.clock.now().getTime()) return undefined;
  return { kind: 'wait', until, paced: true };
}

/** Asks for leave to send; the run is parked where there is none now. It counts as no try: nothing was sent. */
export async function askLeave(
  work: Work,
  { pace }: ActionStep,
  name: string,
  { authority }: Exchange,
): Promise<Leave | Extract<Halt, { kind: 'wait' }>> {
  const { pacing, clock } = work.ports;
  if (!pacing || authority === undefined) return free;
  const legalEntity = work.state.submission.context.legalEntity ?? '';
  const waited = work.state.paced.has(name);
  const permission = await pacing.enter({ authority, legalEntity, waited, ...(pace && { pace }) });
  if (permission.kind === 'go') return permission;
  const { reason, milliseconds } = permission;
  const until = new Date(clock.now().getTime() + Math.max(1, Math.ceil(milliseconds))).toISOString();
  work.observe({ type: 'paced', run: work.run, step: name, reason, until });
  return { kind: 'wait', until, paced: true, entry: { type: 'paced', step: name, authority, until, reason } };
}

/** Sends with leave, which is given back whatever happens; the work resolves to nothing where nothing of ours could be sent. */
export async function passing<T extends Exchanged | undefined>(leave: Leave, work: () => Promise<T>): Promise<T> {
  let how: T | undefined;
  try {
    how = await work();
    return how;
  } finally {
    await leave.done(how);
  }
}

/** What the authority said of this document is an answer, whatever it said. */
export function exchanged({ status, retryAfter }: Reply, { outcome }: Judgement): Exchanged {
  const away = status === undefined || status === 429 || status >= 500;
  return {
    answered: !(away && (outcome === 'unavailable' || outcome === 'unknown')),
    ...(status !== undefined && { status }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
