import { type Clock, type Http, HttpFailure, type Store, TimbreError, type Vault } from '../../engine/index.ts';
import { type Change, messageIdOf } from './change.ts';
import { type ChangeEvent, eventOf, type Sources } from './event.ts';
import { type Pending, pending } from './outbox.ts';
import { headersOf } from './sign.ts';

export interface Webhook {
  readonly name: string;
  readonly url: string;
  /** The secret's name in the vault. */
  readonly secret: string;
  /** All of them, when left out. */
  readonly events?: readonly string[];
  /** Those of all legal entities, when left out. */
  readonly legalEntities?: readonly string[];
}

export interface DeliveryOptions extends Sources {
  readonly store: Store;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'secret'>;
  /** Its allow-list is the only one: where nothing may be called nothing is told. */
  readonly http: Http;
  readonly webhooks: readonly Webhook[];
  /** Told of each try: the status that was answered, or why there was none; `givenUp` when there will be no other. */
  readonly onTry?: (tried: Tried) => void;
  /** Told at the end of what is still to be told, and for how many milliseconds the oldest of it has been. */
  readonly onLook?: (waiting: { readonly count: number; readonly oldest: number }) => void;
}

export interface Tried {
  readonly webhook: string;
  /** What it was told of: a run, or something that came in. */
  readonly run?: string;
  readonly arrival?: string;
  readonly answer: number | string;
  readonly told: boolean;
  readonly givenUp: boolean;
}

/**
 * Seconds from the beginning of one try to that of the next: Standard Webhooks' own, a little over three days in all. The first
 * is longer than a try can take: one whose process died and one that is under way look the same.
 */
const pauses = [20, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
const timeout = 15_000;
/** A change that was announced so long ago and is not in the store was never made; should it come, it is announced again. */
const patience = 600_000;
const atOnce = 16;

/** Tells what is to be told now, once; resolves to how many tries there were. */
export async function deliver(options: DeliveryOptions): Promise<number> {
  let tries = 0;
  let count = 0;
  let oldest = 0;
  let some: Promise<Looked>[] = [];
  const settle = async () => {
    for (const looked of await Promise.all(some)) {
      tries += looked.tries;
      count += looked.over ? 0 : 1;
      oldest = Math.max(oldest, looked.over ? 0 : looked.age);
    }
    some = [];
  };
  for await (const each of pending(options.store, options.clock)) {
    some.push(deliverOne(options, each));
    if (some.length === atOnce) await settle();
  }
  await settle();
  options.onLook?.({ count, oldest });
  return tries;
}

interface Looked {
  readonly tries: number;
  /** Nothing is left to tell of it. */
  readonly over: boolean;
  /** Milliseconds since it was announced. */
  readonly age: number;
}

async function deliverOne(options: DeliveryOptions, change: Pending): Promise<Looked> {
  const { webhooks, clock } = options;
  const now = clock.now().getTime();
  const open = webhooks.filter(({ name }) => !change.telling(name).done);
  const due = open.filter(({ name }) => dueAt(change, name) <= now);
  const age = now - Date.parse(change.announcedAt);
  if (open.length > 0 && due.length === 0) return { tries: 0, over: false, age };
  const waited = age >= patience;
  const event = await eventOf(options, change.change, waited).catch(unknownRun);
  if (event === 'not yet' && !waited) return { tries: 0, over: false, age };
  const meant = typeof event === 'string' ? [] : open.filter((each) => isFor(each, event));
  if (typeof event === 'string' || meant.length === 0) {
    await change.remove();
    return { tries: 0, over: true, age };
  }
  const turn = due.filter((each) => meant.includes(each));
  const tried = await Promise.all(turn.map((webhook) => tryOnce(options, webhook, change, event)));
  const over = tried.filter((each) => each === 'over').length === meant.length;
  if (over) await change.remove();
  return { tries: tried.filter((each) => each !== 'not ours').length, over, age };
}

function dueAt(change: Pending, webhook: string): number {
  const { tries, last } = change.telling(webhook);
  return last === undefined ? 0 : Date.parse(last) + (pauses[tries - 1] ?? 0) * 1000;
}

/** A run that was never recorded, or was purged since. */
function unknownRun(thrown: unknown): 'not yet' {
  if (thrown instanceof TimbreError && thrown.code === 'RUN_UNKNOWN') return 'not yet';
  throw thrown;
}

/** Takes the next try, if no other process has it; `over` when there will be no other. */
async function tryOnce(
  options: DeliveryOptions,
  webhook: Webhook,
  change: Pending,
  event: ChangeEvent,
): Promise<'over' | 'again' | 'not ours'> {
  const { name } = webhook;
  const number = change.telling(name).tries + 1;
  const last = number > pauses.length;
  if (!(await change.claim(name, number))) return 'not ours';
  const answer = await tell(options, webhook, change.change, event);
  const told = typeof answer === 'number' && answer >= 200 && answer < 300;
  // 410: whoever is there wants no more of them.
  const givenUp = !told && (answer === 410 || last);
  const about = aboutWhat(change.change);
  options.onTry?.({ webhook: name, ...about, answer, told, givenUp });
  if (!told && !givenUp) return 'again';
  await change.done(name);
  return 'over';
}

async function tell(
  { vault, http, clock }: DeliveryOptions,
  { url, secret }: Webhook,
  change: Change,
  { payload }: ChangeEvent,
): Promise<number | string> {
  const id = messageIdOf(change);
  const timestamp = Math.floor(clock.now().getTime() / 1000);
  return answerOf(async () => {
    const headers = headersOf(await vault.secret(secret), { id, timestamp, payload });
    return http.send({ method: 'POST', url, headers, body: Buffer.from(payload), timeout, maxBytes: 65_536 });
  });
}

function aboutWhat(change: Change): Pick<Tried, 'run' | 'arrival'> {
  if ('arrival' in change) return { arrival: change.arrival };
  return { run: 'original' in change ? change.original : change.run };
}

/** The status, or the kind of failure: what else an answer or an error says may be anything. */
async function answerOf(work: () => Promise<{ readonly status: number }>): Promise<number | string> {
  try {
    return (await work()).status;
  } catch (thrown) {
    if (thrown instanceof HttpFailure) return thrown.kind;
    if (thrown instanceof TimbreError) return thrown.code;
    throw thrown;
  }
}

const isFor = ({ events, legalEntities }: Webhook, { name, legalEntity }: ChangeEvent): boolean =>
  (events?.includes(name) ?? true) &&
  (legalEntities === undefined || (legalEntity !== undefined && legalEntities.includes(legalEntity)));
