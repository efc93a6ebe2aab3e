import type { Try } from './erp.ts';
import type { Away, ChaosWorld } from './world.ts';

/** Something that everybody needs was away; times as `performance.now()` tells them. */
export interface Outage {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}

/** When the first invoices are under way, Redis is away for a while; when it has been back as long, the store. */
export async function makeOutages(world: ChaosWorld, away: Away): Promise<readonly Outage[]> {
  const outages: Outage[] = [];
  const during = async (name: string, seconds: number, make: () => Promise<unknown>): Promise<void> => {
    if (seconds === 0) return;
    await pause(3_000);
    const from = performance.now();
    await make();
    outages.push({ name, from, until: performance.now() });
  };
  await during('Redis', away.redis, () => world.restartRedis(away.redis * 1000));
  await during('the store', away.store, async () => {
    world.store.mood = 'away';
    await pause(away.store * 1000);
    world.store.mood = 'well';
  });
  return outages;
}

/** What an ERP met meanwhile, in a line. */
export function tellOutage({ name, from, until }: Outage, tries: readonly Try[]): string {
  const met = tries.filter(({ at, took }) => at >= from && at + took <= until);
  const taken = met.filter(({ status }) => status === 202);
  const others = met.filter(({ status }) => status !== 202);
  const slowest = (some: readonly Try[]) => (Math.max(0, ...some.map(({ took }) => took)) / 1000).toFixed(2);
  const seconds = ((until - from) / 1000).toFixed(0);
  const refused = `${others.length} answered ${statuses(others)} (slowest ${slowest(others)} s)`;
  const told = `${name} away for ${seconds} s: ${taken.length} submissions taken (slowest ${slowest(taken)} s)`;
  return others.length > 0 ? `${told}, ${refused}` : told;
}

const statuses = (some: readonly Try[]): string => [...new Set(some.map(({ status }) => status))].join(' or ');

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
