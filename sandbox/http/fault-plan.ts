import { randomFrom } from '../random.ts';

/** One way in which an authority misbehaves on demand. */
export interface Fault<O extends string = string, S = never> {
  readonly summary: string;
  /**
   * When it strikes: no one listens; a connection is closed unread; the request was read and nothing done; or it was
   * done and only the answer goes wrong.
   */
  readonly moment: 'listening' | 'connection' | 'before' | 'after';
  readonly act: (scene: S) => void;
  /** The operation that it strikes when none is named; the usual one when left out. */
  readonly operation?: O;
}

/** What an authority is asked for, and how it misbehaves. */
export interface FaultTable<N extends string, O extends string, F extends Fault<O>> {
  readonly faults: Readonly<Record<N, F>>;
  /** By name, what each does. */
  readonly operations: Readonly<Record<O, string>>;
  /** The operation that a fault strikes when none is named. */
  readonly usual: O;
  /** The two operations that are meant by `both`. */
  readonly both: readonly O[];
}

/** When a fault applies; without conditions to every request for the usual operation, or for the fault's own. */
export interface FaultPlan<N extends string = string, O extends string = string> {
  readonly fault: N;
  /** Which operation it strikes. Faults of a connection strike whatever comes. */
  readonly on?: O | 'both' | 'any';
  /** How often it applies at most. */
  readonly times?: number;
  /** The numbers of the requests it applies to: 1 is the first of that operation (or connection) after the fault was set. */
  readonly requests?: readonly number[];
  /** From 0 to 1, drawn from the seed. */
  readonly probability?: number;
  /** Milliseconds that a slow answer takes, 3000 when left out; or that somebody takes to decide. */
  readonly delay?: number;
  /** Seconds in Retry-After; 1 when left out. */
  readonly retryAfter?: number;
}

export interface FaultSchedule<P extends FaultPlan = FaultPlan, F = unknown> {
  /** Whether the port stays closed. */
  readonly closed: boolean;
  /** Whether connections must not be kept: each is to be struck anew. */
  readonly perConnection: boolean;
  /** The plan that strikes the next request of an operation, or the next connection. */
  next(what: string): { plan: P; fault: F } | undefined;
}

/** A fault by its name, as a case asks for it. */
interface AskedFault {
  readonly fault: string;
  readonly operation?: string;
  readonly times?: number;
}

const isOf = <N extends string>(table: Readonly<Record<N, unknown>>, text: string): text is N =>
  Object.hasOwn(table, text);

/** How faults of one authority are asked for, and when they strike. */
export const plannerOf = <N extends string, O extends string, F extends Fault<O>>(table: FaultTable<N, O, F>) => ({
  parseFault: (text: string): FaultPlan<N, O> => parseFault(table, text),
  planOf: (asked: AskedFault): FaultPlan<N, O> => planOf(table, asked),
  scheduleFaults: (plans: readonly FaultPlan<N, O>[], seed: number): FaultSchedule<FaultPlan<N, O>, F> =>
    scheduleFaults(table, plans, seed),
});

/**
 * A fault as it is written on a command line: `NAME`, `once:NAME`, `OPERATION:NAME` or `once:OPERATION:NAME`.
 *
 * @throws TypeError that names all faults and operations
 */
function parseFault<N extends string, O extends string, F extends Fault<O>>(
  { faults, operations }: FaultTable<N, O, F>,
  text: string,
): FaultPlan<N, O> {
  const parts = text.split(':');
  const name = parts.pop() ?? '';
  const operation = parts.find((part) => part !== 'once');
  if (!isOf(faults, name) || (operation !== undefined && !isOf(operations, operation))) {
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

/**
 * A fault as a case asks for it.
 *
 * @throws TypeError that names all faults, or all operations
 */
function planOf<N extends string, O extends string, F extends Fault<O>>(
  table: FaultTable<N, O, F>,
  { fault, operation, times }: AskedFault,
): FaultPlan<N, O> {
  const plan = parseFault(table, fault);
  if (operation !== undefined && !isOf(table.operations, operation)) {
    const all = Object.keys(table.operations).join(', ');
    throw new TypeError(`There is no operation "${operation}". Operations: ${all}`);
  }
  return { ...plan, ...(operation !== undefined && { on: operation }), ...(times !== undefined && { times }) };
}

/** Plans in order: the first that applies strikes. The same seed draws the same faults. */
function scheduleFaults<N extends string, O extends string, F extends Fault<O>>(
  { faults, usual, both }: FaultTable<N, O, F>,
  plans: readonly FaultPlan<N, O>[],
  seed: number,
): FaultSchedule<FaultPlan<N, O>, F> {
  const chance = randomFrom(seed);
  const counts = new Map<string, number>();
  const used = new Map<FaultPlan, number>();
  const strikes = (on: O | 'both' | 'any', what: string): boolean =>
    on === 'any' || on === what || (on === 'both' && both.some((each) => each === what));

  function applies(plan: FaultPlan<N, O>, what: string): boolean {
    const fault: F = faults[plan.fault];
    const atConnection = fault.moment === 'connection';
    if (atConnection !== (what === 'connection')) return false;
    if (!atConnection && !strikes(plan.on ?? fault.operation ?? usual, what)) return false;
    if (plan.times !== undefined && (used.get(plan) ?? 0) >= plan.times) return false;
    if (plan.requests && !plan.requests.includes(counts.get(what) ?? 0)) return false;
    return plan.probability === undefined || chance() < plan.probability;
  }

  return {
    closed: plans.some((plan) => faults[plan.fault].moment === 'listening'),
    perConnection: plans.some((plan) => faults[plan.fault].moment === 'connection'),
    next(what) {
      counts.set(what, (counts.get(what) ?? 0) + 1);
      const plan = plans.find((candidate) => applies(candidate, what));
      if (!plan) return undefined;
      used.set(plan, (used.get(plan) ?? 0) + 1);
      return { plan, fault: faults[plan.fault] };
    },
  };
}
