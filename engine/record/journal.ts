import { isoText } from '../clock.ts';
import { sha256 } from '../document.ts';
import { fail } from '../errors.ts';
import type { Store } from '../store.ts';
import type { Entry, Stamp, StampedEntry } from './entry.ts';
import { apply, fold, isFinished, type RunState } from './fold.ts';
import { layout } from './layout.ts';
import { splitLines } from './lines.ts';

const decoder = new TextDecoder();

/** Takes out of an entry what must not be written down; the entry itself when its JSON text holds none of it. */
export type Clean = (entry: Entry, text: string) => Entry;

/** How many entries a record has, and the hash of the last one, which stands for all of them. */
export interface RecordHead {
  readonly entries: number;
  readonly sha256: string;
}

/**
 * A run's journal: append-only, each entry naming the hash of the one before, in files that are created and never changed. A file is
 * named by the number of its first entry, which is the fence between processes: of two that append, one gets it, the other learns that
 * it is not alone. The entry that schedules a run stands in its open marker until work begins; the first file then has it and the next.
 */
export class Journal {
  readonly run: string;
  readonly state: RunState;
  readonly entries: StampedEntry[];
  readonly #store: Store;
  #last: Uint8Array;
  /** Of the last entry; made once somebody asks for it. */
  #sha256: string | undefined;
  /** Whether the first file is there. */
  #begun: boolean;
  /** It was made here, and never read from the store. */
  #own = false;
  #size = 0;

  private constructor(store: Store, run: string, first: Line, begun: boolean) {
    this.#store = store;
    this.run = run;
    this.state = fold([first.entry]) ?? damaged(run, 1, 'it is not the entry that schedules a run');
    this.entries = [first.entry];
    this.#last = first.bytes;
    this.#size = first.bytes.length;
    this.#begun = begun;
  }

  /** Writes the first entry. Undefined when the run is open. */
  static async create(store: Store, run: string, entry: Entry, now: Date): Promise<Journal | undefined> {
    const stamped = stamp(entry, { at: isoText(now) });
    const bytes = Buffer.from(lineOf(stamped));
    if (!(await store.create(layout.open(run), bytes))) return undefined;
    const journal = new Journal(store, run, { entry: stamped, bytes }, false);
    journal.#own = true;
    return journal;
  }

  /**
   * Reads all entries; undefined when there is no such run. RECORD_DAMAGED when the chain of hashes is broken, or goes on after one that
   * is gone.
   */
  static async open(store: Store, run: string): Promise<Journal | undefined> {
    const opened = await Journal.#opened(store, run);
    if (opened) return opened;
    // The first file has two entries.
    const [marker, third] = await Promise.all([store.read(layout.open(run)), store.read(layout.entry(run, 3))]);
    // It may have begun, and ended, between the two looks.
    if (!marker?.length) return Journal.#opened(store, run);
    if (third)
      return (await Journal.#opened(store, run)) ?? damaged(run, 1, 'it is gone, and there are others after it');
    const [first = damaged(run, 1, 'it is not JSON')] = linesOf(run, 1, marker);
    return new Journal(store, run, first, false);
  }

  static async #opened(store: Store, run: string): Promise<Journal | undefined> {
    const bytes = await store.read(layout.entry(run, 1));
    if (!bytes) return undefined;
    const [first = damaged(run, 1, 'it is empty'), ...others] = linesOf(run, 1, bytes);
    const journal = new Journal(store, run, first, true);
    journal.#follow(others);
    return journal.catchUp();
  }

  /** The journal with the entries that others have added since. RECORD_DAMAGED as in `open`. */
  async catchUp(): Promise<Journal> {
    if (!this.#begun) return (await Journal.#opened(this.#store, this.run)) ?? this;
    // Whoever went on since may have written what is gone now.
    this.#own = false;
    for (;;) {
      const number = this.entries.length + 1;
      const bytes = await this.#store.read(layout.entry(this.run, number));
      if (!bytes) break;
      this.#follow(linesOf(this.run, number, bytes));
    }
    // After the end comes nothing; only an end that is none can be false.
    if (!isFinished(this.state)) await this.refuseGap();
    return this;
  }

  /** RECORD_DAMAGED when the next entry is gone and one after it is there: who went on here would do again what is recorded behind it. */
  async refuseGap(): Promise<void> {
    if (this.#own) return;
    const next = this.entries.length + 1;
    if (!(await this.#store.read(layout.entry(this.run, next + 1)))) return;
    // Another process may have added both.
    if (await this.#store.read(layout.entry(this.run, this.#begun ? next : 1))) return;
    damaged(this.run, next, 'it is gone, and there is one after it');
  }

  /** Adds an entry. False when another process was first; then this journal is out of date. */
  async append(entry: Entry, now: Date, clean: Clean = (it) => it): Promise<boolean> {
    const mark = { at: isoText(now), previous: this.head.sha256 };
    let stamped = stamp(entry, mark);
    let text = lineOf(stamped);
    const fit = clean(entry, text);
    if (fit !== entry) {
      stamped = stamp(fit, mark);
      text = lineOf(stamped);
    }
    const bytes = Buffer.from(text);
    const written = this.#begun
      ? this.#store.create(layout.entry(this.run, this.entries.length + 1), bytes)
      : this.#store.create(layout.entry(this.run, 1), Buffer.concat([this.#last, bytes]));
    if (!(await written)) return false;
    this.#begun = true;
    this.#add(stamped, bytes);
    return true;
  }

  /** What proves the record up to here, wherever else it is kept. */
  get head(): RecordHead {
    this.#sha256 ??= sha256(this.#last);
    return { entries: this.entries.length, sha256: this.#sha256 };
  }

  /** Bytes of all entries. */
  get size(): number {
    return this.#size;
  }

  #follow(lines: readonly Line[]): void {
    for (const { entry, bytes } of lines) {
      if (entry.previous !== this.head.sha256)
        damaged(this.run, this.entries.length + 1, 'it does not follow from the entry before');
      this.#add(entry, bytes);
    }
  }

  #add(entry: StampedEntry, bytes: Uint8Array): void {
    this.entries.push(entry);
    this.#last = bytes;
    this.#size += bytes.length;
    this.#sha256 = undefined;
    apply(this.state, entry);
  }
}

/** Without a spread: V8 takes a microsecond for each member that stands after one. */
const stamp = (entry: Entry, mark: Stamp): StampedEntry => Object.assign({}, entry, mark);

const lineOf = (entry: StampedEntry): string => `${JSON.stringify(entry)}\n`;

/** An entry, and the bytes that the next one names. */
interface Line {
  readonly entry: StampedEntry;
  readonly bytes: Uint8Array;
}

/** @param number of the first entry */
function linesOf(run: string, number: number, file: Uint8Array): Line[] {
  return splitLines(file).map((bytes, at) => {
    try {
      return { entry: JSON.parse(decoder.decode(bytes)), bytes };
    } catch {
      return damaged(run, number + at, 'it is not JSON');
    }
  });
}

function damaged(run: string, number: number, why: string): never {
  fail('RECORD_DAMAGED', `Entry ${number} of the journal of run ${run} is damaged: ${why}.`);
}
