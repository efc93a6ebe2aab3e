import type { Awaited } from '../action.ts';
import { sha256 } from '../document.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';
import type { Ports } from './ports.ts';

/** What an authority tells by itself, as whoever receives it hands it over. */
export interface Message extends Awaited {
  /** The feature whose runs it is for. */
  readonly feature: string;
  /** Whose; left out by one who does not know and may speak to all of them. */
  readonly legalEntity?: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** A message that no run has taken. */
export interface Unclaimed extends Awaited {
  readonly id: string;
  readonly feature: string;
  readonly legalEntity?: string;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  readonly mediaType: string;
  /** Bytes. */
  readonly size: number;
  /** The runs that wait for it and have not been told. */
  readonly runs: readonly string[];
}

/** As it is kept: the marker has all but the bytes. */
export type KeptMessage = Omit<Unclaimed, 'runs'> & { readonly content: string };
type Marker = Omit<KeptMessage, 'content'> & { readonly correlation: string };

/** What a message and the step that waits for it have in common. */
export const correlationOf = (
  environment: string,
  feature: string,
  legalEntity: string | undefined,
  { name, where }: Awaited,
): string =>
  sha256(JSON.stringify([environment, feature, legalEntity ?? null, name, Object.entries(where).sort(byName)]));

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1);

/**
 * Keeps a message: the marker first, so that whatever is kept is seen, and the same message once. A run writes its own marker before it
 * looks, and this looks for runs after it has written: whichever comes last finds the other.
 */
export async function keepMessage(ports: Ports, message: Message): Promise<{ id: string; runs: string[] }> {
  const { store, clock, environment } = ports;
  const { feature, legalEntity, name, where, mediaType, bytes } = message;
  const correlation = correlationOf(environment.name, feature, legalEntity, message);
  const id = sha256(`${correlation}\n${mediaType}\n${sha256(bytes)}`).slice(0, 32);
  const path = layout.message(correlation, id);
  if (!(await store.read(path))) {
    const marker: Omit<Marker, 'correlation'> = {
      id,
      feature,
      ...(legalEntity === undefined ? {} : { legalEntity }),
      name,
      where,
      receivedAt: clock.now().toISOString(),
      mediaType,
      size: bytes.byteLength,
    };
    await store.create(layout.unclaimed(id), encoded({ ...marker, correlation }));
    await store.create(path, encoded({ ...marker, content: Buffer.from(bytes).toString('base64') }));
  }
  return { id, runs: await waiting(store, correlation) };
}

export async function* unclaimed({ store }: Ports): AsyncIterable<Unclaimed> {
  for await (const path of store.list(layout.allUnclaimed)) {
    const bytes = await store.read(path);
    if (bytes === undefined) continue;
    const { correlation, ...marker }: Marker = JSON.parse(Buffer.from(bytes).toString());
    yield { ...marker, runs: await waiting(store, correlation) };
  }
}

/** The message stays; it is no longer one that nobody wanted. */
export async function claim(store: Store, id: string): Promise<void> {
  await store.remove(layout.unclaimed(id));
}

/** A person has seen to it: no run takes it, now or later. */
export async function dismiss(store: Store, id: string): Promise<void> {
  if (!/^[0-9a-f]{32}$/.test(id)) return;
  await store.create(layout.dismissed(id), new Uint8Array());
  await claim(store, id);
}

export const isDismissed = async (store: Store, id: string): Promise<boolean> =>
  (await store.read(layout.dismissed(id))) !== undefined;

/** A run that is finished waits for nothing, whatever it left. */
async function waiting(store: Store, correlation: string): Promise<string[]> {
  const runs: string[] = [];
  for await (const path of store.list(layout.allAwaiting(correlation))) {
    const run = path.slice(layout.allAwaiting(correlation).length);
    if (await store.read(layout.open(run))) runs.push(run);
    else await store.remove(path);
  }
  return runs;
}

const encoded = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
