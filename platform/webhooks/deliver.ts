import {
  type Clock,
  type Engine,
  type Http,
  HttpFailure,
  type Store,
  TimbreError,
  type Vault,
} from '../../engine/index.ts';
import { type ChangeEvent, type EventName, eventOf } from './event.ts';
import { type Pending, pending, type Telling, type Told } from './outbox.ts';
import { headersOf } from './sign.ts';

export interface Webhook {
  readonly name: string;
  readonly url: string;
  /** The secret's name in the vault. */
  readonly secret: string;
  /** All of them, when left out. */
  readonly events?: readonly EventName[];
  /** Those of all legal entities, when left out. */
  readonly legalEntities?: readonly string[];
}

export interface DeliveryOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly clock: Clock;
  readonly vault: Pick<Vault, 'secret'>;
  /** Its allow-list is the only one: where nothing may be called nothing is told. */
  readonly http: Http;
  readonly webhooks: readonly Webhook[];
  /** Told of each try: the status that was answered, or why there was none; `givenUp` when there will be no other. */
  readonly onTry?: (tried: Tried) => void;
}

export interface Tried {
  readonly webhook: string;
  readonly run: string;
  readonly answer: number | string;
  readonly told: boolean;
  readonly givenUp: boolean;
}

/** Seconds from one try to the next: Standard Webhooks' own, a little over three days in all. */
const pauses = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
/** While a try is under way no other process begins one, in milliseconds. */
const lease = 60_000;
/** A change that was announced so long ago and is not in the record was never made; should it come, it is announced again. */
const patience = 600_000;
const atOnce = 16;

/** Tells what is to be told now, once; resolves to how many tries there were. */
export async function deliver(options: DeliveryOptions): Promise<number> {
  let tries = 0;
  let some: Promise<number>[] = [];
  const settle = async () => {
    for (const count of await Promise.all(some)) tries += count;
    some = [];
  };
  for await (const each of pending(options.store)) {
    some.push(deliverOne(options, each));
    if (some.length === atOnce) await settle();
  }
  await settle();
  return tries;
}

async function deliverOne(options: DeliveryOptions, change: Pending): Promise<number> {
  const { webhooks, engine, clock } = options;
  const now = clock.now().getTime();
  const { told } = change;
  const open = webhooks.filter(({ name }) => !told.done.includes(name));
  const due = open.filter(({ name }) => Date.parse(told.under[name]?.next ?? told.announcedAt) <= now);
  if (open.length > 0 && due.length === 0) return 0;
  const event = await eventOf(engine, change.change).catch(unknownRun);
  if (event === 'not yet' && now - Date.parse(told.announcedAt) < patience) return 0;
  const meant = typeof event === 'string' ? [] : open.filter((each) => isFor(each, event));
  if (typeof event === 'string' || meant.length === 0) {
    await change.remove();
    return 0;
  }
  const turn = due.filter((each) => meant.includes(each));
  const leased = {
    ...told,
    under: { ...told.under, ...each(turn, ({ name }) => after(told.under[name], now + lease)) },
  };
  if (!(await change.update(leased))) return 0;
  const answers = await Promise.all(turn.map((webhook) => tell(options, webhook, change, event)));
  await settleTurn(change, leased, meant, answers, now);
  return turn.length;
}

/** A run that was never recorded, or was purged since. */
function unknownRun(thrown: unknown): 'not yet' {
  if (thrown instanceof TimbreError && thrown.code === 'RUN_UNKNOWN') return 'not yet';
  throw thrown;
}

async function settleTurn(
  change: Pending,
  told: Told,
  meant: readonly Webhook[],
  answers: readonly Tried[],
  now: number,
): Promise<void> {
  const over = answers.filter((tried) => tried.told || tried.givenUp).map(({ webhook }) => webhook);
  const done = [...told.done, ...over];
  if (meant.every(({ name }) => done.includes(name))) return change.remove();
  const under: Record<string, Telling> = { ...told.under };
  for (const { webhook } of answers) {
    const tries = (under[webhook]?.tries ?? 0) + 1;
    under[webhook] = { tries, next: new Date(now + (pauses[tries - 1] ?? 0) * 1000).toISOString() };
  }
  await change.update({ ...told, done, under });
}

async function tell(
  { vault, http, clock, onTry }: DeliveryOptions,
  { name, url, secret }: Webhook,
  { change: { run, revision }, told }: Pending,
  { payload }: ChangeEvent,
): Promise<Tried> {
  const id = `msg_${run}_${revision}`;
  const timestamp = Math.floor(clock.now().getTime() / 1000);
  const answer = await send(async () => {
    const headers = headersOf(await vault.secret(secret), { id, timestamp, payload });
    return http.send({ method: 'POST', url, headers, body: Buffer.from(payload), timeout: 15_000, maxBytes: 65_536 });
  });
  const good = typeof answer === 'number' && answer >= 200 && answer < 300;
  const last = (told.under[name]?.tries ?? 0) >= pauses.length;
  // 410: whoever is there wants no more of them.
  const tried = { webhook: name, run, answer, told: good, givenUp: !good && (answer === 410 || last) };
  onTry?.(tried);
  return tried;
}

/** The status, or the kind of failure: what else an answer or an error says may be anything. */
async function send(work: () => Promise<{ readonly status: number }>): Promise<number | string> {
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

const after = (telling: Telling | undefined, next: number): Telling => ({
  tries: telling?.tries ?? 0,
  next: new Date(next).toISOString(),
});

const each = <T>(webhooks: readonly Webhook[], make: (webhook: Webhook) => T): Record<string, T> =>
  Object.fromEntries(webhooks.map((webhook) => [webhook.name, make(webhook)]));
