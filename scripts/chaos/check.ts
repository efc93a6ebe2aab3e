import { createHash } from 'node:crypto';
import type { StampedEntry } from '../../engine/index.ts';
import type { RunResult } from '../../engine/record/entry.ts';
import { type LedgerEntry, readLedger } from '../../sandbox/index.ts';
import { type HandedOver, numberOf } from './erp.ts';
import type { ChaosWorld } from './world.ts';

/** What the authorities' ledgers and our records say, held side by side. */
export interface Verdict {
  /** Handed over, or meant to be, and not issued. */
  lost: number;
  /** Stamps of an invoice beyond the first. */
  doubled: number;
  /** Stamps that no record of ours names. */
  unrecorded: number;
  /** Stamped documents in our store that are not, byte for byte, what the authority stamped. */
  wrongBytes: number;
  /** What is not as it should be, for a person. */
  readonly details: string[];
  /** What the records tell of how it came about. */
  readonly told: { asked: number; sentAgain: number; fenced: number };
}

export async function check(world: ChaosWorld, invoices: number, runs: HandedOver['runs']): Promise<Verdict> {
  const verdict: Verdict = {
    lost: 0,
    doubled: 0,
    unrecorded: 0,
    wrongBytes: 0,
    details: [],
    told: { asked: 0, sentAgain: 0, fenced: 0 },
  };
  const stamps = stampsByNumber(world.pacs.map(({ ledgerFile }) => ledgerFile));
  const numbers = Array.from({ length: invoices }, (_, at) => numberOf(at));
  const lane = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift())
      await checkOne(world, { number, run: runs.get(number), stamps: stamps.get(number) ?? [] }, verdict);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  return verdict;
}

interface One {
  readonly number: string;
  readonly run: string | undefined;
  readonly stamps: readonly LedgerEntry[];
}

async function checkOne({ environment: { engine } }: ChaosWorld, { number, run, stamps }: One, verdict: Verdict) {
  const tell = (what: string) => verdict.details.push(`${number}, run ${run ?? 'none'}: ${what}`);
  verdict.doubled += Math.max(0, stamps.length - 1);
  if (stamps.length > 1) tell(`stamped ${stamps.length} times`);
  const entries = run === undefined ? [] : await engine.log(run);
  recount(verdict.told, entries);
  const last = entries.at(-1);
  const { values, documents } = last?.type === 'finished' && last.state === 'completed' ? last.result : noResult;
  const known = stamps.find(({ uuid }) => uuid === values.uuid);
  verdict.unrecorded += stamps.length - (known ? 1 : 0);
  if (known === undefined) {
    verdict.lost += 1;
    return tell(`the last entry of its record is ${JSON.stringify(last)}`);
  }
  const path = documents.document?.path;
  const bytes = path === undefined ? undefined : await engine.document(path);
  if (bytes && hash(bytes) === hash(known.document)) return;
  verdict.wrongBytes += 1;
  tell('the stamped document is not what the authority stamped');
}

const noResult: RunResult = { values: {}, documents: {} };

function recount(told: Verdict['told'], entries: readonly StampedEntry[]): void {
  for (const entry of entries) {
    if (entry.type === 'asked') told.asked += 1;
    if (entry.type === 'attempted' && entry.attempt > 1) told.sentAgain += 1;
    if (entry.type === 'answered' && entry.answer.failure?.startsWith('fenced')) told.fenced += 1;
  }
}

function stampsByNumber(files: readonly string[]): Map<string, LedgerEntry[]> {
  const found = new Map<string, LedgerEntry[]>();
  for (const entry of files.flatMap(readLedger)) {
    const number = / Folio="([^"]*)"/.exec(entry.document)?.[1] ?? '';
    found.set(number, [...(found.get(number) ?? []), entry]);
  }
  return found;
}

const hash = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');
