import type { Exchanged, WaitReason } from '../../engine/index.ts';
import { comeBack, isLine, type Line } from './line.ts';

/** What is known of an authority, or of a lane to it. Times in milliseconds since 1970. */
export interface Gate {
  /** Nobody passes before: the authority asked for it. */
  readonly closedUntil?: number;
  /** Requests in a row that the authority did not answer. */
  readonly failures?: number;
  /** How often the breaker opened since the authority answered last. */
  readonly opened?: number;
  /** While the breaker is open: when the next request may try. */
  readonly probeAt?: number;
  /** When the bucket is full again (theoretical arrival time). */
  readonly due?: number;
  /** Requests under way, with the time at which they are given up. */
  readonly leases?: Readonly<Record<string, number>>;
  /** How long requests take, in milliseconds, the last ones more than those before. */
  readonly took?: number;
  readonly lines?: Readonly<Record<string, Line>>;
  /** How far the owner served last had been served. */
  readonly served?: number;
}

export type Step<T> = { readonly gate: Gate; readonly result: T };
export type Passed = { readonly kind: 'go'; readonly probe: boolean } | Stay;
export interface Stay {
  readonly kind: 'wait';
  readonly until: number;
  readonly reason: WaitReason;
}

/** So many requests in a row without an answer open the breaker. */
const limit = 5;
/** One request tries in each period; the period doubles up to the longest. */
const period = 30_000;
const longestPeriod = 300_000;
/** Those that wait for an authority do not come back all at once. */
const spacing = 20;
/** No authority is believed that asks for longer. */
const longestClosed = 86_400_000;

/** Whether the authority may be talked to at all; while the breaker is open one request in a period may, as a probe. */
export function knock(gate: Gate, now: number): Step<Passed> {
  const { closedUntil = 0, failures = 0, opened = 1, probeAt = 0 } = gate;
  if (closedUntil > now) return stay(gate, closedUntil, 'retry-after', now);
  if (failures < limit) return { gate, result: { kind: 'go', probe: false } };
  if (probeAt > now) {
    // One comes back to try, the others when it is known how that went.
    const tried = isLine(gate, '', probeAt - 1);
    return stay(gate, tried ? probeAt + period : probeAt, 'breaker', now);
  }
  return { gate: { ...gate, probeAt: now + periodAfter(opened) }, result: { kind: 'go', probe: true } };
}

/** What the authority is known by after a request. */
export function learn(gate: Gate, { answered, retryAfter }: Exchanged, probe: boolean, now: number): Gate {
  const { failures = 0, opened = 0, probeAt, ...rest } = gate;
  const closed = retryAfter === undefined ? rest : { ...rest, closedUntil: closedAfter(gate, retryAfter, now) };
  if (answered) return failures === 0 && retryAfter === undefined ? gate : closed;
  const opens = failures + 1 === limit || probe;
  return {
    ...closed,
    failures: failures + 1,
    opened: opens ? opened + 1 : opened,
    ...(opens ? { probeAt: now + periodAfter(opened + 1) } : probeAt !== undefined && { probeAt }),
  };
}

export const closedAfter = ({ closedUntil = 0 }: Gate, retryAfter: number, now: number): number =>
  Math.max(closedUntil, now + Math.min(retryAfter, longestClosed));

/** Whether requests to the authority must wait. */
export const isClosed = ({ closedUntil = 0, failures = 0 }: Gate, now: number): boolean =>
  closedUntil > now || failures >= limit;

const periodAfter = (opened: number): number => Math.min(period * 2 ** (opened - 1), longestPeriod);

function stay(gate: Gate, earliest: number, reason: WaitReason, now: number): Step<Stay> {
  const { until, gate: changed } = comeBack(gate, '', earliest, spacing, now);
  return { gate: changed, result: { kind: 'wait', until, reason } };
}
