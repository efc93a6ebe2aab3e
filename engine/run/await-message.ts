import type { Awaited } from '../action.ts';
import { problem } from '../errors.ts';
import type { ActionStep } from '../feature.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';
import type { Halt } from './halt.ts';
import { claim, correlationOf, isDismissed, type KeptMessage } from './messages.ts';
import { recordOf } from './step-record.ts';
import type { Work } from './work.ts';

interface Patience {
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly until: string;
}

/** Says that the run waits for a message, and looks whether it has come already; otherwise parks the run. */
export async function awaitMessage(
  work: Work,
  step: ActionStep,
  name: string,
  message: Awaited,
  patience: Patience,
): Promise<Halt | undefined> {
  const { store, environment } = work.ports;
  const { legalEntity } = work.state.submission.context;
  // Whoever speaks for all legal entities may not know whose message it is.
  const awaits = [...new Set([legalEntity, undefined])].map((whose) =>
    correlationOf(environment.name, work.feature.id, whose, message),
  );
  for (const correlation of awaits) await store.create(layout.awaiting(correlation, work.run), new Uint8Array());
  const halt = await lookForMessage(work, step, name, { ...patience, awaits });
  if (halt?.kind !== 'wait') return halt;
  const { since, until } = patience;
  const reason = `waits for the message ${message.name}`;
  return { ...halt, entry: { type: 'parked', step: name, tries: 1, since, until, reason, awaits } };
}

/** Takes the oldest message that this run has not taken before; the step is done with it. */
export async function lookForMessage(
  work: Work,
  step: ActionStep,
  name: string,
  { until, awaits }: Patience & { readonly awaits: readonly string[] },
): Promise<Halt | undefined> {
  const { store, clock } = work.ports;
  const at = clock.now();
  const began = clock.monotonic();
  const message = await oldest(store, awaits, takenBy(work));
  if (message === undefined) {
    if (at.getTime() < Date.parse(until)) return { kind: 'wait', until };
    const waited = `The message that ${name} waits for had not come by ${until}.`;
    return { kind: 'hold', step: name, problems: [problem('MESSAGE_DEADLINE', waited, { step: name })] };
  }
  const { id, receivedAt, mediaType, content } = message;
  const document = { mediaType, bytes: Buffer.from(content, 'base64') };
  work.done(recordOf(work, step, name, at, began, { documents: { document }, values: { message: id, receivedAt } }));
  // It is in the record before nobody is told of it any more.
  await work.append({ type: 'progressed', steps: work.takeSteps() });
  for (const correlation of awaits) await store.remove(layout.awaiting(correlation, work.run));
  await claim(store, id);
  return undefined;
}

const takenBy = ({ state }: Work): Set<unknown> =>
  new Set([...state.steps.values()].map(({ values }) => values.message));

async function oldest(
  store: Store,
  awaits: readonly string[],
  taken: ReadonlySet<unknown>,
): Promise<KeptMessage | undefined> {
  const found: KeptMessage[] = [];
  for (const correlation of awaits) {
    for await (const path of store.list(layout.messages(correlation))) {
      const message: KeptMessage = JSON.parse(Buffer.from((await store.read(path)) ?? []).toString());
      if (!taken.has(message.id) && !(await isDismissed(store, message.id))) found.push(message);
    }
  }
  return found.sort((one, other) => (one.receivedAt < other.receivedAt ? -1 : 1))[0];
}
