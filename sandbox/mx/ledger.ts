import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Acceptance } from './cancellation/acceptance.ts';

/** One stamp, as the authority remembers it. */
export interface LedgerEntry {
  readonly uuid: string;
  /** SHA-256 of the posted document's bytes, hexadecimal. */
  readonly sha256: string;
  /** The posted document's Sello. */
  readonly sello: string;
  /** When it was stamped, RFC 3339. */
  readonly at: string;
  readonly selloSat: string;
  readonly noCertificadoSat: string;
  /** The stamped document. */
  readonly document: string;
  /** Which of the PACs stamped; none knows of another's stamps, SAT of all. */
  readonly manner: 'soap' | 'rest';
  /** The idempotency key that it came with. */
  readonly customId?: string;
  /** Whether the answer that tells of it was handed whole to the connection. */
  readonly answered: boolean;
}

/** One request to cancel that SAT took (EstatusUUID 201). After a rejection there may be another for the same UUID. */
export interface CancellationEntry {
  readonly uuid: string;
  readonly rfcEmisor: string;
  /** 01 to 04 (c_Motivo). */
  readonly motivo: string;
  readonly folioSustitucion?: string;
  /** RFC 3339. */
  readonly at: string;
  /** What the receiver does; `none` when not asked. */
  readonly acceptance: Acceptance;
  /** When that counts, RFC 3339. */
  readonly decidedAt: string;
  /** SAT's receipt. */
  readonly acuse: string;
}

export type Stamped = Omit<LedgerEntry, 'answered'>;

export interface Ledger {
  /** Every stamp in the order of stamping. */
  readonly entries: readonly LedgerEntry[];
  readonly cancellations: readonly CancellationEntry[];
  /** The SOAP PAC's first stamp of a document. */
  first(sha256: string): LedgerEntry | undefined;
  /** The stamp with a UUID, in whatever letters. */
  stamp(uuid: string): LedgerEntry | undefined;
  /** The REST PAC's latest stamp with an idempotency key. */
  withCustomId(customId: string): LedgerEntry | undefined;
  /** The latest request to cancel a UUID. */
  cancellation(uuid: string): CancellationEntry | undefined;
  record(entry: Stamped): void;
  recordCancellation(entry: CancellationEntry): void;
  markAnswered(uuid: string): void;
}

/**
 * The authority's own book. With a file it is a JSON line per event, in the file before the answer goes out, so that it
 * tells the truth after a `kill -9` of anybody; opened again it goes on where it ended.
 */
export function openLedger(file?: string): Ledger {
  const kept = file !== undefined && existsSync(file);
  const entries: LedgerEntry[] = kept ? readLedger(file) : [];
  const cancellations: CancellationEntry[] = kept ? readCancellations(file) : [];
  const firsts = new Map<string, LedgerEntry>();
  const places = new Map<string, number>();
  const keyed = new Map<string, LedgerEntry>();
  for (const [place, entry] of entries.entries()) remember(entry, place);
  // A line torn by a kill ends here, so that the next one is whole.
  if (kept && !/(^|\n)$/.test(readFileSync(file, 'utf8'))) appendFileSync(file, '\n');

  function remember(entry: LedgerEntry, place: number): void {
    places.set(entry.uuid, place);
    if (entry.customId !== undefined) keyed.set(entry.customId, entry);
    if (entry.manner !== 'rest' && !firsts.has(entry.sha256)) firsts.set(entry.sha256, entry);
  }

  const stamp = (uuid: string): LedgerEntry | undefined => entries[places.get(uuid.toUpperCase()) ?? -1];
  const write = (event: LedgerEvent): void => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(event)}\n`);
  };

  return {
    entries,
    cancellations,
    first: (sha256) => firsts.get(sha256),
    stamp,
    withCustomId: (customId) => keyed.get(customId),
    cancellation: (uuid) => cancellations.findLast((entry) => entry.uuid === uuid.toUpperCase()),
    record(stamped) {
      write({ stamped });
      const entry = { ...stamped, answered: false };
      remember(entry, entries.push(entry) - 1);
    },
    recordCancellation(cancelled) {
      write({ cancelled });
      cancellations.push(cancelled);
    },
    markAnswered(uuid) {
      const place = places.get(uuid);
      const entry = place === undefined ? undefined : entries[place];
      if (place === undefined || !entry || entry.answered) return;
      write({ answered: uuid });
      entries[place] = { ...entry, answered: true };
    },
  };
}

type LedgerEvent = { stamped: Stamped } | { answered: string } | { cancelled: CancellationEntry };

/** The stamps in the book that a PAC, perhaps another process, keeps in `file`; a torn last line is a stamp that was not made. */
export function readLedger(file: string): LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const event of readEvents(file)) {
    if ('stamped' in event) entries.set(event.stamped.uuid, { ...event.stamped, answered: false });
    const answered = 'answered' in event ? entries.get(event.answered) : undefined;
    if (answered) entries.set(answered.uuid, { ...answered, answered: true });
  }
  return [...entries.values()];
}

/** The requests to cancel in that book, in their order. */
export const readCancellations = (file: string): CancellationEntry[] =>
  readEvents(file).flatMap((event) => ('cancelled' in event ? [event.cancelled] : []));

function readEvents(file: string): LedgerEvent[] {
  const events = readFileSync(file, 'utf8').split('\n').map(parseEvent);
  return events.filter((event) => event !== undefined);
}

function parseEvent(line: string): LedgerEvent | undefined {
  try {
    const event: LedgerEvent = JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}
