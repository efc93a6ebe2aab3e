import { appendFileSync, existsSync, readFileSync } from 'node:fs';

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
  /** Whether the answer that tells of it was handed whole to the connection. */
  readonly answered: boolean;
}

export interface Ledger {
  /** Every stamp in the order of stamping. */
  readonly entries: readonly LedgerEntry[];
  /** The first stamp of a document. */
  first(sha256: string): LedgerEntry | undefined;
  record(entry: Omit<LedgerEntry, 'answered'>): void;
  markAnswered(uuid: string): void;
}

/**
 * The authority's own book. With a file it is a JSON line per event, in the file before the answer goes out, so that it
 * tells the truth after a `kill -9` of anybody; opened again it goes on where it ended.
 */
export function openLedger(file?: string): Ledger {
  const entries: LedgerEntry[] = file !== undefined && existsSync(file) ? readLedger(file) : [];
  const firsts = new Map<string, LedgerEntry>();
  const places = new Map<string, number>();
  for (const [place, entry] of entries.entries()) remember(entry, place);
  // A line torn by a kill ends here, so that the next one is whole.
  if (file !== undefined && existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'))) appendFileSync(file, '\n');

  function remember(entry: LedgerEntry, place: number): void {
    places.set(entry.uuid, place);
    if (!firsts.has(entry.sha256)) firsts.set(entry.sha256, entry);
  }

  const write = (event: LedgerEvent): void => {
    if (file !== undefined) appendFileSync(file, `${JSON.stringify(event)}\n`);
  };

  return {
    entries,
    first: (sha256) => firsts.get(sha256),
    record(stamped) {
      write({ stamped });
      const entry = { ...stamped, answered: false };
      remember(entry, entries.push(entry) - 1);
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

type LedgerEvent = { stamped: Omit<LedgerEntry, 'answered'> } | { answered: string };

/** The book that a PAC, perhaps another process, keeps in `file`; a torn last line is a stamp that was not made. */
export function readLedger(file: string): LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const event = parseEvent(line);
    if (event && 'stamped' in event) entries.set(event.stamped.uuid, { ...event.stamped, answered: false });
    const answered = event && 'answered' in event ? entries.get(event.answered) : undefined;
    if (answered) entries.set(answered.uuid, { ...answered, answered: true });
  }
  return [...entries.values()];
}

function parseEvent(line: string): LedgerEvent | undefined {
  try {
    const event: LedgerEvent = JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}
