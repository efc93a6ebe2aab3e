import { randomFrom } from '../../sandbox/random.ts';
import type { BadStore } from './bad-store.ts';
import { check, type Verdict } from './check.ts';
import { type HandedOver, handOver } from './erp.ts';
import { makeOutages, type Outage } from './outages.ts';
import type { Dropped } from './pacs.ts';
import { startTrouble } from './trouble.ts';
import { type ChaosOptions, type ChaosWorld, openWorld } from './world.ts';

export interface Chaos extends Verdict {
  /** How often each kind of trouble was made. */
  readonly made: ReadonlyMap<string, number>;
  /** Requests to the store that its bad hours struck. */
  readonly struck: BadStore['struck'];
  readonly dropped: Dropped;
  readonly outages: readonly Outage[];
  readonly tries: HandedOver['tries'];
  readonly seconds: number;
}

/**
 * Invoices through the HTTP interface and some workers while everything around them is killed, stopped, emptied and slow. When
 * all is handed over the trouble goes on until the last run is finished, but for `patience` milliseconds at most; then what is
 * left has peace to end.
 */
export async function runChaos(invoices: number, options: ChaosOptions, patience: number): Promise<Chaos> {
  // The same seed makes the same trouble, though not at the same moments.
  const chance = randomFrom(options.seed);
  const world = await openWorld(options, chance);
  const started = performance.now();
  const until = Date.now() + patience;
  const trouble = startTrouble(world, options.calm, chance);
  let verdict: Verdict;
  let dropped: Dropped;
  let handed: HandedOver;
  const outages = makeOutages(world, options.away);
  try {
    handed = await handOver(world, invoices, until);
    const { runs } = handed;
    await outages;
    await finished(world, runs.size, until);
    await trouble.stop();
    await finished(world, runs.size, Date.now() + 60_000);
    verdict = await check(world, invoices, runs);
  } finally {
    await trouble.stop();
    dropped = await world.close();
  }
  const { made } = trouble;
  return {
    ...verdict,
    made,
    struck: world.store.struck,
    dropped,
    outages: await outages,
    tries: handed.tries,
    seconds: (performance.now() - started) / 1000,
  };
}

/** Until no run is open any more. */
async function finished({ environment: { engine } }: ChaosWorld, runs: number, until: number): Promise<void> {
  while (Date.now() < until) {
    let open = 0;
    try {
      for await (const _ of engine.open()) open += 1;
      if (open === 0 && runs > 0) return;
    } catch {
      // The store has a bad hour.
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
