import { type Clock, type Store, sha256 } from '../../engine/index.ts';
import type { Arrival, ArrivalResult, Channel, IncomingFile, KeptArrival } from './arrival.ts';

/** What came in, in the store: the truth about it. */
export interface Ledger {
  /** Keeps a file, and is durable when it resolves; the same file on the same channel is the same arrival. */
  keep(channel: Channel, file: IncomingFile): Promise<Arrival>;
  /** Keeps that there was a file which is too large to be taken. `mark` tells it from others. */
  keepTooLarge(
    channel: Channel,
    file: Omit<IncomingFile, 'bytes'> & { readonly size: number; readonly mark: string },
  ): Promise<Arrival>;
  read(id: string): Promise<KeptArrival | undefined>;
  bytes(id: string): Promise<Uint8Array | undefined>;
  /** Those that nobody has acknowledged, the oldest first. */
  open(after?: string): AsyncIterable<KeptArrival & { readonly cursor: string }>;
  settle(id: string, result: ArrivalResult): Promise<void>;
  /** Takes it off the open ones; `by` is kept. */
  acknowledge(arrival: Arrival, by: string): Promise<void>;
  acknowledgement(id: string): Promise<Acknowledgement | undefined>;
}

export interface Acknowledgement {
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** Told before the store has it, so that whatever crashes somebody comes back to it. */
export type Announce = (arrival: string, became: 'arrived' | 'acknowledged') => Promise<void>;

export const arrivalsFolder = 'inbound/';
const folder = (id: string): string => `${arrivalsFolder}${id}/`;
const openFolder = 'inbound-open/';

export function openLedger(store: Store, clock: Clock, announce: Announce = async () => {}): Ledger {
  const keep = async (known: Omit<Arrival, 'receivedAt'>, bytes: Uint8Array | undefined): Promise<Arrival> => {
    const before = await readJson<Arrival>(store, `${folder(known.id)}arrival.json`);
    if (before) return before;
    const arrival: Arrival = { ...known, receivedAt: clock.now().toISOString() };
    if (bytes) await store.create(`${folder(known.id)}file`, bytes);
    await Promise.all([store.create(markerOf(arrival), new Uint8Array()), announce(known.id, 'arrived')]);
    // Last: what has this file is whole, and is found again.
    if (await store.create(`${folder(known.id)}arrival.json`, jsonOf(arrival))) return arrival;
    return (await readJson<Arrival>(store, `${folder(known.id)}arrival.json`)) ?? arrival;
  };
  const read = async (id: string): Promise<KeptArrival | undefined> => {
    const arrival = isArrivalId(id) ? await readJson<Arrival>(store, `${folder(id)}arrival.json`) : undefined;
    if (arrival === undefined) return undefined;
    // It may move: only by its version is it read.
    const found = await store.readVersioned(`${folder(id)}result.json`);
    return { arrival, ...(found && { result: JSON.parse(Buffer.from(found.bytes).toString()) }) };
  };
  return {
    keep: (channel, { name, mediaType, bytes }) => {
      const hash = sha256(bytes);
      const size = bytes.byteLength;
      return keep({ ...whose(channel, hash), name, mediaType, sha256: hash, size }, bytes);
    },
    keepTooLarge: (channel, { name, mediaType, size, mark }) =>
      keep({ ...whose(channel, mark), name, mediaType, sha256: '', size, tooLarge: true }, undefined),
    read,
    bytes: (id) => store.read(`${folder(id)}file`),
    async *open(after = '') {
      for await (const path of store.list(openFolder)) {
        const cursor = path.slice(openFolder.length);
        if (cursor <= after) continue;
        const kept = await read(cursor.split('.')[1] ?? '');
        // A process that died before it was whole has left another marker.
        if (kept && markerOf(kept.arrival) === path) yield { ...kept, cursor };
      }
    },
    async settle(id, result) {
      const path = `${folder(id)}result.json`;
      const before = await store.readVersioned(path);
      await store.swap(path, jsonOf(result), before?.version);
    },
    async acknowledge(arrival, by) {
      const path = `${folder(arrival.id)}acknowledged.json`;
      if (!(await store.read(path))) {
        await announce(arrival.id, 'acknowledged');
        await store.create(path, jsonOf({ by, at: clock.now().toISOString() }));
      }
      await store.remove(markerOf(arrival));
    },
    acknowledgement: (id) => readJson<Acknowledgement>(store, `${folder(id)}acknowledged.json`),
  };
}

/** By time, so that they are listed in order. */
const markerOf = ({ id, receivedAt }: Arrival): string => `${openFolder}${receivedAt.replaceAll(/[-:.Z]/g, '')}.${id}`;

const whose = ({ name, legalEntity }: Channel, mark: string) => ({
  id: sha256(`${name}\n${mark}`).slice(0, 32),
  channel: name,
  ...(legalEntity === undefined ? {} : { legalEntity }),
});

const isArrivalId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);

const jsonOf = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

async function readJson<T>(store: Store, path: string): Promise<T | undefined> {
  const bytes = await store.read(path);
  return bytes && JSON.parse(Buffer.from(bytes).toString());
}
