import { sha256 } from '../document.ts';
import { fail, type Problem, problem, problemsOf, TimbreError } from '../errors.ts';
import type { FeatureFiles } from '../feature.ts';
import type { DocumentRecord, StampedEntry } from '../record/entry.ts';
import { filesIn } from '../record/files-in.ts';
import { fold, isFinished, type RunState } from '../record/fold.ts';
import { listed, ownerOf } from '../record/index-entry.ts';
import type { RecordHead } from '../record/journal.ts';
import { dayOf, isRunId, layout } from '../record/layout.ts';
import { splitLines } from '../record/lines.ts';
import { listFile } from '../record/list-file.ts';
import { readPurged } from '../record/purged.ts';
import type { Store } from '../store.ts';
import type { Ports } from './ports.ts';

/** What a run's record is proven to be. */
export interface Verification {
  readonly run: string;
  /** No problem was found. */
  readonly sound: boolean;
  readonly record: RecordHead;
  /** Up to which entry the end is held by something outside the chain; entries after that are held only by those that follow them. */
  readonly anchored: number;
  /** Different files that the record names, each with the bytes that it names. */
  readonly documents: number;
  /** Files beside the record that no entry names: the answer to a poll that went on, or a process died between the file and the entry. */
  readonly unnamed: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Proves a record whole and unchanged: every entry follows from the one before by its hash, every document has the bytes that an entry
 * names, the feature is the one the run was pinned to, and the end is the one that the list, an anchor or the caller remembers.
 * Damage is reported, all of it; it rejects only when the store fails, or there is no such run (RUN_UNKNOWN, RUN_PURGED).
 *
 * @param head the hash of an entry, as it was told at some time and kept elsewhere
 */
export async function verify({ store, compile }: Ports, run: string, head?: string): Promise<Verification> {
  const problems: Problem[] = [];
  const found = (message: string) => void problems.push(problem('RECORD_DAMAGED', message));
  const chain = await readChain(store, run, found);
  if (chain === undefined) return absent(store, run);
  const { entries, hashes } = chain;
  let anchored = 0;
  const hold = ({ entries, sha256 }: RecordHead, where: string) => {
    if (hashes[entries - 1] === sha256) anchored = Math.max(anchored, entries);
    else found(`${where} knows entry ${entries} as ${sha256.slice(0, 16)}…; the journal does not have it.`);
  };
  await checkAnchors(store, run, hold);
  await believing(found, async () => {
    const state = fold(entries);
    if (state === undefined) return found('The first entry is not the one that schedules a run.');
    await checkList(store, run, state, hold, found);
    await checkFeature(store, state.submission.feature.digest, compile, found);
  });
  const named = new Map(entries.flatMap(documentsIn).map((document) => [document.path, document]));
  await checkDocuments(store, [...named.values()], found);
  if (head !== undefined && !hashes.includes(head)) found(`No entry has the hash ${head}.`);
  return {
    run,
    sound: problems.length === 0,
    record: { entries: hashes.length, sha256: hashes.at(-1) ?? '' },
    anchored,
    documents: named.size,
    unnamed: (await filesIn(store, `${layout.run(run)}documents/`)).filter((path) => !named.has(path)),
    problems,
  };
}

type Found = (message: string) => void;

/** All entries that are there, whatever is missing between them. */
async function readChain(store: Store, run: string, found: Found) {
  const entries: StampedEntry[] = [];
  const hashes: string[] = [];
  for (const path of await filesOfJournal(store, run)) {
    if (path !== layout.entry(run, hashes.length + 1) && path !== layout.open(run))
      found(`${path} does not begin with entry ${hashes.length + 1}: one is missing.`);
    const lines = splitLines((await store.read(path)) ?? new Uint8Array());
    if (lines.length === 0) found(`${path} has no entry.`);
    for (const bytes of lines) {
      const entry = entryIn(path, bytes, found);
      if (entry && entry.previous !== hashes.at(-1)) found(`${path} does not follow from the entry before it.`);
      if (entry) entries.push(entry);
      hashes.push(sha256(bytes));
    }
  }
  return hashes.length === 0 ? undefined : { entries, hashes };
}

/** As long as a run has not begun its marker is all there is. */
async function filesOfJournal(store: Store, run: string): Promise<string[]> {
  if (!isRunId(run)) return [];
  const files = await filesIn(store, layout.journal(run));
  if (files.length > 0) return files;
  const marker = await store.read(layout.open(run));
  return marker === undefined ? filesIn(store, layout.journal(run)) : [layout.open(run)];
}

async function absent(store: Store, run: string): Promise<never> {
  const purged = isRunId(run) ? await readPurged(store, run) : undefined;
  if (purged === undefined) return fail('RUN_UNKNOWN', `There is no run ${run}.`);
  const { entries, sha256 } = purged.record;
  const record = `Its record had ${entries} entries, the last with the hash ${sha256}.`;
  return fail('RUN_PURGED', `Run ${run} was purged on ${purged.purgedAt.slice(0, 10)}. ${record}`);
}

function entryIn(path: string, bytes: Uint8Array, found: Found): StampedEntry | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const entry: StampedEntry = JSON.parse(text);
    if (`${JSON.stringify(entry)}\n` === text) return entry;
  } catch {
    // Told below.
  }
  return void found(`${path} is not what Timbre wrote.`);
}

/** What was changed may have any shape: whoever takes it for an entry stumbles. */
async function believing(found: Found, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (thrown instanceof TimbreError) throw thrown;
    found('The entries tell a story that cannot have happened.');
  }
}

type Hold = (head: RecordHead, where: string) => void;

async function checkAnchors(store: Store, run: string, hold: Hold): Promise<void> {
  for (const path of await filesIn(store, layout.anchors(run))) {
    const [number = '', hash = ''] = path.slice(layout.anchors(run).length).split('.');
    hold({ entries: Number(number), sha256: hash }, path);
  }
}

async function checkList(store: Store, run: string, state: RunState, hold: Hold, found: Found): Promise<void> {
  const day = layout.listedOf(dayOf(run), ownerOf(state.submission.context.legalEntity));
  const files = (await filesIn(store, day))
    .map(listFile)
    .filter(({ newest, oldest }) => oldest <= run && run <= newest);
  let onList = 0;
  for (const { path } of files) {
    for (const line of await linesOf(store, path, run)) {
      onList += 1;
      const record = listedAs(line, run, state);
      if (record === undefined) found(`${path} is not what the record says.`);
      else hold(record, path);
    }
  }
  // A process that dies between the last entry and the list leaves the marker, and the sweeper finds it.
  if (onList > 0 || (await store.read(layout.open(run))) !== undefined) return;
  found(`The record ${isFinished(state) ? 'is' : 'is not'} finished, and the run is neither on the list nor open.`);
}

async function linesOf(store: Store, path: string, run: string): Promise<string[]> {
  const lines = splitLines((await store.read(path)) ?? new Uint8Array());
  return lines.map((line) => Buffer.from(line).toString()).filter((text) => text.startsWith(`{"run":"${run}"`));
}

function listedAs(text: string, run: string, state: RunState): RecordHead | undefined {
  const record = /"record":\{"entries":(\d+),"sha256":"([0-9a-f]{64})"\}\}\n$/.exec(text);
  if (!record?.[1] || !record[2]) return undefined;
  const head = { entries: Number(record[1]), sha256: record[2] };
  return listed(run, state, head) === text ? head : undefined;
}

function documentsIn(entry: StampedEntry): DocumentRecord[] {
  const found: DocumentRecord[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (isDocument(value)) found.push(value);
    else for (const each of Object.values(value)) visit(each);
  };
  visit(entry);
  return found;
}

const isDocument = (value: object): value is DocumentRecord =>
  'path' in value && 'sha256' in value && 'size' in value && 'mediaType' in value;

async function checkDocuments(store: Store, documents: readonly DocumentRecord[], found: Found): Promise<void> {
  for (const { path, sha256: hash, size } of documents) {
    const bytes = await store.read(path);
    if (bytes === undefined) found(`The document ${path} is not in the store.`);
    else if (bytes.byteLength !== size || sha256(bytes) !== hash) found(`The document ${path} was changed.`);
  }
}

async function checkFeature(store: Store, digest: string, compile: Ports['compile'], found: Found): Promise<void> {
  const bytes = await store.read(layout.feature(digest));
  if (bytes === undefined) return found(`The feature ${digest} that the run was pinned to is not in the store.`);
  try {
    const files: FeatureFiles = JSON.parse(Buffer.from(bytes).toString());
    if (compile(files).digest !== digest) found(`The feature ${digest} that the run was pinned to was changed.`);
  } catch (thrown) {
    found(`The feature ${digest} that the run was pinned to cannot be read: ${problemsOf(thrown)[0]?.message ?? ''}`);
  }
}
