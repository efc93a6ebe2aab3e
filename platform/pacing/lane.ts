import type { Exchanged, Pace, WaitReason } from '../../engine/index.ts';
import { closedAfter, type Gate, type Stay, type Step } from './gate.ts';
import { comeBack, isLine, isTurnOf, serve } from './line.ts';

export interface Comer {
  readonly id: string;
  readonly owner: string;
  /** It was told to come now. */
  readonly waited: boolean;
}

/** A request of which nothing is heard any more counts as under way for so long, in milliseconds. */
const lease = 120_000;
/** What a request takes, while nothing is known. */
const guess = 1_000;

/**
 * Takes a token out of the bucket and a place among those under way, or says when to come back. The bucket is kept as the generic
 * cell rate algorithm does (ITU-T I.371): in no period more pass than the rate says, a tenth of them at once.
 */
export function take(gate: Gate, pace: Pace, comer: Comer, now: number): Step<{ readonly kind: 'go' } | Stay> {
  const { closedUntil = 0, due = 0 } = gate;
  const leases = Object.fromEntries(Object.entries(gate.leases ?? {}).filter(([, until]) => until > now));
  const { interval, burst } = bucketOf(pace);
  const perRequest = pace.concurrency === undefined ? 0 : (gate.took ?? guess) / pace.concurrency;
  const spacing = Math.max(interval, perRequest);
  const wait = (earliest: number, reason: WaitReason): Step<Stay> => {
    const { until, gate: changed } = comeBack({ ...gate, leases }, comer.owner, earliest, spacing, now);
    return { gate: changed, result: { kind: 'wait', until, reason } };
  };
  if (closedUntil > now) return wait(closedUntil, 'retry-after');
  const free = due - (burst - 1) * interval;
  if (free > now) return wait(free, 'rate');
  const full = pace.concurrency !== undefined && Object.keys(leases).length >= pace.concurrency;
  if (full) return wait(now + perRequest, 'concurrency');
  // A line that nobody moves up in is one that somebody left.
  const moves = pace.rate ? due + 2 * interval > now : Object.keys(leases).length > 0;
  const first = comer.waited || !isLine(gate, comer.owner, now);
  if (moves && !(first && isTurnOf(gate, comer.owner, spacing, now)))
    return wait(now + spacing, pace.rate ? 'rate' : 'concurrency');
  const taken = pace.rate ? { due: Math.max(now, due) + interval } : {};
  const held = pace.concurrency === undefined ? {} : { leases: { ...leases, [comer.id]: now + lease } };
  return { gate: { ...serve(gate, comer.owner, now), ...taken, ...held }, result: { kind: 'go' } };
}

/**
 * Gives the place back, and the token where nothing was sent. Where requests are counted by legal entity, so is the authority's
 * wish for quiet (429).
 */
export function giveBack(
  gate: Gate,
  pace: Pace,
  id: string,
  how: Exchanged | undefined,
  milliseconds: number,
  now: number,
): Gate {
  const { [id]: _, ...leases } = gate.leases ?? {};
  if (how === undefined)
    return { ...gate, leases, ...(gate.due !== undefined && { due: gate.due - bucketOf(pace).interval }) };
  const took = gate.took === undefined ? milliseconds : 0.8 * gate.took + 0.2 * milliseconds;
  const { retryAfter } = how;
  return {
    ...gate,
    ...(pace.concurrency === undefined ? {} : { leases, took }),
    ...(isOwn(pace, how) && retryAfter !== undefined ? { closedUntil: closedAfter(gate, retryAfter, now) } : {}),
  };
}

/** Whether an answer is about one legal entity's requests, and not about the authority. */
export const isOwn = (pace: Pace | undefined, { status }: Exchanged): boolean =>
  pace?.per === 'legalEntity' && status === 429;

/** Milliseconds between requests, and how many may go at once, so that no period has more than the rate says. */
function bucketOf({ rate }: Pace): { interval: number; burst: number } {
  if (!rate) return { interval: 0, burst: 1 };
  const burst = Math.max(1, Math.floor(rate.count / 10));
  return { interval: rate.period / (rate.count - burst + 1), burst };
}
