import type { Clock, Store } from '../../engine/index.ts';
import { fail } from '../../engine/index.ts';
import type { Arrival, ArrivalResult, Channel, IncomingFile, KeptArrival } from './arrival.ts';
import { type Announce, openLedger } from './ledger.ts';
import { type Reading, readArrival } from './read-arrival.ts';

export interface InboundOptions extends Reading {
  readonly store: Store;
  readonly clock: Clock;
  readonly channels: readonly Channel[];
  /** Told of each run that was made, so that a worker comes to it; the sweeper finds those that nobody was told of. */
  readonly queue: (run: string, legalEntity: string | undefined) => Promise<void>;
  readonly announce?: Announce | undefined;
  readonly observer?: InboundObserver | undefined;
}

/** Told of what becomes of what comes in. */
export interface InboundObserver {
  read(channel: string, result: ArrivalResult): void;
  /** How much nobody has acknowledged, and for how many milliseconds the oldest of it has been there; after each look at all of it. */
  unacknowledged(waiting: { readonly count: number; readonly oldest: number }): void;
}

/** What comes in: kept first, then read, then there until somebody acknowledges it. */
export interface Inbound {
  readonly channels: readonly Channel[];
  /** Bytes of one file. */
  readonly largest: number;
  /** Keeps it and is durable when it resolves; then reads it, as far as that goes now. */
  take(channel: Channel, file: IncomingFile): Promise<KeptArrival>;
  /** Keeps that there was a file which is too large. `mark` tells it from others on the channel. */
  refuse(
    channel: Channel,
    file: Omit<IncomingFile, 'bytes'> & { readonly size: number; readonly mark: string },
  ): Promise<KeptArrival>;
  read(id: string): Promise<KeptArrival | undefined>;
  bytes(id: string): Promise<Uint8Array | undefined>;
  open(after?: string): AsyncIterable<KeptArrival & { readonly cursor: string }>;
  acknowledge(arrival: Arrival, by: string): Promise<void>;
  /** Reads it anew: a feature was deployed since. INBOUND_UNKNOWN. */
  retry(id: string): Promise<KeptArrival>;
  /** Reads what was kept and, its process having died, not read. Resolves to how many there were. */
  catchUp(): Promise<number>;
}

export function openInbound({
  store,
  clock,
  channels,
  queue,
  announce,
  observer,
  ...reading
}: InboundOptions): Inbound {
  const ledger = openLedger(store, clock, announce);
  const readOne = async (arrival: Arrival): Promise<KeptArrival> => {
    const { id, channel: name, legalEntity } = arrival;
    // One that is no longer declared still has what came in by it.
    const channel = channels.find((each) => each.name === name) ?? { name, ...(legalEntity && { legalEntity }) };
    const bytes = arrival.tooLarge ? undefined : await ledger.bytes(id);
    const result = await readArrival(reading, channel, arrival, bytes);
    await ledger.settle(id, result);
    observer?.read(name, result);
    await Promise.all(result.runs.map(({ run }) => queue(run, legalEntity).catch(() => {})));
    return { arrival, result };
  };
  const unlessRead = async (arrival: Arrival): Promise<KeptArrival> => {
    const kept = await ledger.read(arrival.id);
    if (kept?.result) return kept;
    // It is safe: what cannot be read now is read later.
    return readOne(arrival).catch(() => ({ arrival }));
  };
  return {
    channels,
    largest: reading.largest,
    take: async (channel, file) => unlessRead(await ledger.keep(channel, file)),
    refuse: async (channel, file) => unlessRead(await ledger.keepTooLarge(channel, file)),
    read: ledger.read,
    bytes: ledger.bytes,
    open: ledger.open,
    acknowledge: ledger.acknowledge,
    async retry(id) {
      const kept = await ledger.read(id);
      return kept ? readOne(kept.arrival) : fail('INBOUND_UNKNOWN', 'Nothing came in under this id.');
    },
    async catchUp() {
      let found = 0;
      let count = 0;
      let oldest = 0;
      for await (const { arrival, result } of ledger.open()) {
        count += 1;
        oldest = Math.max(oldest, clock.now().getTime() - Date.parse(arrival.receivedAt));
        if (result) continue;
        await readOne(arrival);
        found += 1;
      }
      observer?.unacknowledged({ count, oldest });
      return found;
    },
  };
}
