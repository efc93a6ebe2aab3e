import { sha256 } from '../document.ts';
import { fail } from '../errors.ts';
import type { Store } from '../store.ts';
import type { Entry, Stamp, StampedEntry } from './entry.ts';
import { apply, fold, type RunState } from './fold.ts';
import { layout } from './layout.ts';

const decoder = new TextDecoder();

/** Takes out of an entry what must not be written down; the entry itself when its JSON text holds none of it. */
export type Clean = (entry: Entry, text: string) => Entry;

/** How many entries a record has, and the hash of the last one, which stands for all of them. */
export interface RecordHead {
  readonly entries: number;
  readonly sha256: string;
}

/**
 * A run's journal: append-only, one file an entry, each created and never changed, each naming the hash of the one before.
 * The number is the fence between processes: of two that append, one gets it, the other learns that it is not alone.
 */
export class Journal {
  readonly run: string;
  readonly state: RunState;
  readonly entries: StampedEntry[];
  readonly #store: Store;
  #last: Uint8Array;
  /** Of the last entry; made once somebody asks for it. */
  #sha256: string | undefined;

  private constructor(store: Store, run: string, first: StampedEntry, bytes: Uint8Array) {
    this.#store = store;
    this.run = run;
    this.state = fold([first]) ?? damaged(run, 1, 'it is not the entry that schedules a run');
    this.entries = [first];
    this.#last = bytes;
  }

  /** Writes the first entry. Undefined when the run exists. */
  static async create(store: Store, run: string, entry: Entry, now: Date): Promise<Journal | undefined> {
    const stamped = stamp(entry, { at: now.toISOString() });
    const bytes = bytesOf(JSON.stringify(stamped));
    return (await store.create(layout.entry(run, 1), bytes)) ? new Journal(store, run, stamped, bytes) : undefined;
  }

  /** Reads all entries; undefined when there is no such run. RECORD_DAMAGED when the chain of hashes is broken. */
  static async open(store: Store, run: string): Promise<Journal | undefined> {
    const bytes = await store.read(layout.entry(run, 1));
    return bytes && new Journal(store, run, read(run, 1, bytes), bytes).catchUp();
  }

  /** Reads the entries that others have added since; the same journal. RECORD_DAMAGED as in `open`. */
  async catchUp(): Promise<this> {
    for (;;) {
      const number = this.entries.length + 1;
      const bytes = await this.#store.read(layout.entry(this.run, number));
      if (!bytes) return this;
      const entry = read(this.run, number, bytes);
      if (entry.previous !== this.head.sha256) damaged(this.run, number, 'it does not follow from the entry before');
      this.#add(entry, bytes);
    }
  }

  /** Adds an entry. False when another process was first; then this journal is out of date. */
  async append(entry: Entry, now: Date, clean: Clean = (it) => it): Promise<boolean> {
    const mark = { at: now.toISOString(), previous: this.head.sha256 };
    let stamped = stamp(entry, mark);
    let text = JSON.stringify(stamped);
    const fit = clean(entry, text);
    if (fit !== entry) {
      stamped = stamp(fit, mark);
      text = JSON.stringify(stamped);
    }
    const bytes = bytesOf(text);
    if (!(await this.#store.create(layout.entry(this.run, this.entries.length + 1), bytes))) return false;
    this.#add(stamped, bytes);
    return true;
  }

  /** What proves the record up to here, wherever else it is kept. */
  get head(): RecordHead {
    this.#sha256 ??= sha256(this.#last);
    return { entries: this.entries.length, sha256: this.#sha256 };
  }

  #add(entry: StampedEntry, bytes: Uint8Array): void {
    this.entries.push(entry);
    this.#last = bytes;
    this.#sha256 = undefined;
    apply(this.state, entry);
  }
}

/** Without a spread: V8 takes a microsecond for each member that stands after one. */
const stamp = (entry: Entry, mark: Stamp): StampedEntry => Object.assign({}, entry, mark);

const bytesOf = (text: string): Uint8Array => Buffer.from(`${text}\n`);

function read(run: string, number: number, bytes: Uint8Array): StampedEntry {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    return damaged(run, number, 'it is not JSON');
  }
}

function damaged(run: string, number: number, why: string): never {
  fail('RECORD_DAMAGED', `Entry ${number} of the journal of run ${run} is damaged: ${why}.`);
}
