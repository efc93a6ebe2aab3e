import { createHash } from 'node:crypto';
import { type LedgerEntry, readLedger } from '../../sandbox/index.ts';
import type { HandedOver } from './erp.ts';
import type { ChaosWorld } from './world.ts';

/** What the authority's ledger and our records say, held side by side. */
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
}

export async function check(world: ChaosWorld, invoices: number, runs: HandedOver): Promise<Verdict> {
  const verdict: Verdict = { lost: 0, doubled: 0, unrecorded: 0, wrongBytes: 0, details: [] };
  const stamps = stampsByNumber(world.ledgerFile);
  for (let at = 1; at <= invoices; at++) {
    const number = `C${at}`;
    await checkOne(world, { number, run: runs.get(number), stamps: stamps.get(number) ?? [] }, verdict);
  }
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
  const report = run === undefined ? undefined : await engine.read(run);
  if (report?.state !== 'completed' || report.outcome !== 'accepted') {
    verdict.lost += 1;
    tell(`${report?.state}, ${report?.outcome}: ${report?.problems.map(({ code }) => code).join(' ')}`);
  }
  const known = stamps.filter(({ uuid }) => uuid === report?.values.uuid);
  verdict.unrecorded += stamps.length - known.length;
  const path = report?.result?.documents.document?.path;
  if (known[0] === undefined || path === undefined) return;
  const bytes = await engine.document(path);
  if (bytes && hash(bytes) === hash(known[0].document)) return;
  verdict.wrongBytes += 1;
  tell('the stamped document is not what the authority stamped');
}

function stampsByNumber(file: string): Map<string, LedgerEntry[]> {
  const found = new Map<string, LedgerEntry[]>();
  for (const entry of readLedger(file)) {
    const number = / Folio="([^"]*)"/.exec(entry.document)?.[1] ?? '';
    found.set(number, [...(found.get(number) ?? []), entry]);
  }
  return found;
}

const hash = (content: Uint8Array | string): string => createHash('sha256').update(content).digest('hex');
