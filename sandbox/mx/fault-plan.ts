import { type Fault, type FaultName, faults, isFaultName } from './faults.ts';
import { isOperation, type Operation, operations } from './operations.ts';

/** When a fault applies; without conditions to every `stamp`, or to every `cancel` if it is about receivers. */
export interface FaultPlan {
  readonly fault: FaultName;
  /** Which operation it strikes; `both`: `stamp` and `stamped`. Faults of a connection strike whatever comes. */
  readonly on?: Operation | 'both' | 'any';
  /** How often it applies at most. */
  readonly times?: number;
  /** The numbers of the requests it applies to: 1 is the first of that operation (or connection) after the fault was set. */
  readonly requests?: readonly number[];
  /** From 0 to 1, drawn from the seed. */
  readonly probability?: number;
  /** Milliseconds that `slow` takes, 3000 when left out; or that a receiver takes to decide. */
  readonly delay?: number;
  /** Seconds in Retry-After; 1 when left out. */
  readonly retryAfter?: number;
}

export interface FaultSchedule {
  /** Whether the port stays closed. */
  readonly closed: boolean;
  /** Whether connections must not be kept: each is to be struck anew. */
  readonly perConnection: boolean;
  /** The plan that strikes the next request of an operation, or the next connection. */
  next(what: Operation | 'connection'): { plan: FaultPlan; fault: Fault } | undefined;
}

/**
 * A fault as it is written on a command line: `NAME`, `once:NAME`, `stamped:NAME` (any operation) or `once:stamped:NAME`.
 *
 * @throws TypeError that names all faults and operations
 */
export function parseFault(text: string): FaultPlan {
  const parts = text.split(':');
  const name = parts.pop() ?? '';
  const operation = parts.find((part) => part !== 'once');
  if (!isFaultName(name) || (operation !== undefined && !isOperation(operation))) {
    const before = ['once', ...Object.keys(operations)].map((part) => `${part}:`).join(' ');
    throw new TypeError(
      `There is no fault "${text}". Faults: ${Object.keys(faults).join(', ')}; before them ${before}`,
    );
  }
  return {
    fault: name,
    ...(parts.includes('once') && { times: 1 }),
    ...(operation !== undefined && { on: operation }),
  };
}

/** Plans in order: the first that applies strikes. The same seed draws the same faults. */
export function scheduleFaults(plans: readonly FaultPlan[], seed: number): FaultSchedule {
  const chance = randomFrom(seed);
  const counts: Partial<Record<Operation | 'connection', number>> = {};
  const used = new Map<FaultPlan, number>();

  function applies(plan: FaultPlan, what: Operation | 'connection'): boolean {
    const fault: Fault = faults[plan.fault];
    const atConnection = fault.moment === 'connection';
    if (atConnection !== (what === 'connection')) return false;
    if (!atConnection && !strikes(plan.on ?? fault.operation ?? 'stamp', what)) return false;
    if (plan.times !== undefined && (used.get(plan) ?? 0) >= plan.times) return false;
    if (plan.requests && !plan.requests.includes(counts[what] ?? 0)) return false;
    return plan.probability === undefined || chance() < plan.probability;
  }

  return {
    closed: plans.some((plan) => faults[plan.fault].moment === 'listening'),
    perConnection: plans.some((plan) => faults[plan.fault].moment === 'connection'),
    next(what) {
      counts[what] = (counts[what] ?? 0) + 1;
      const plan = plans.find((candidate) => applies(candidate, what));
      if (!plan) return undefined;
      used.set(plan, (used.get(plan) ?? 0) + 1);
      return { plan, fault: faults[plan.fault] };
    },
  };
}

const strikes = (on: Operation | 'both' | 'any', what: Operation | 'connection'): boolean =>
  on === 'any' || on === what || (on === 'both' && (what === 'stamp' || what === 'stamped'));

/** Mulberry32: small, quick and the same everywhere; nothing secret hangs on it. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
