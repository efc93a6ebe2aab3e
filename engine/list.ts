import { ownerOf, type RunSummary, summaryOf } from './record/index-entry.ts';
import { Journal } from './record/journal.ts';
import { dayOf, layout } from './record/layout.ts';
import type { Ports } from './run/ports.ts';

/** Which runs, the newest first. Every part that is there must hold. */
export interface RunFilter {
  /** Days of submission in UTC, `2026-11-22`, both included. */
  readonly from: string;
  readonly until: string;
  readonly legalEntities?: readonly string[] | undefined;
  readonly states?: readonly string[] | undefined;
  readonly outcomes?: readonly string[] | undefined;
  /** Only those older than this run: the last of the page before. */
  readonly before?: string | undefined;
}

/**
 * The runs that are on the list (finished ones) or open. The list is made from names; a file is opened for each run that is told, and
 * a journal for each that is open.
 */
export async function* listRuns(ports: Ports, filter: RunFilter): AsyncGenerator<RunSummary> {
  const open = await openRuns(ports);
  for (const day of daysOf(filter)) {
    const listed = await listedOn(ports, day, filter);
    const unfinished = open.filter((run) => dayOf(run) === day && !listed.has(run));
    const all = [...listed.keys(), ...unfinished].sort().reverse();
    for (const run of all) {
      if (filter.before !== undefined && run >= filter.before) continue;
      const path = listed.get(run);
      const summary = path === undefined ? await openSummary(ports, run) : await read(ports, path);
      if (summary !== undefined && holds(filter, summary)) yield summary;
    }
  }
}

async function openRuns({ store }: Ports): Promise<string[]> {
  const runs: string[] = [];
  for await (const path of store.list(layout.openRuns)) runs.push(path.slice(layout.openRuns.length));
  return runs;
}

/** By run, the path of its entry on the list, as far as the names tell that it is asked for. */
async function listedOn({ store }: Ports, day: string, filter: RunFilter): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const owners = filter.legalEntities?.map(ownerOf);
  const prefixes = owners?.map((owner) => layout.listedOf(day, owner)) ?? [layout.listedOn(day)];
  for (const prefix of prefixes) {
    for await (const path of store.list(prefix)) {
      const [run = '', state = '', outcome = ''] = path.slice(path.lastIndexOf('/') + 1).split('.');
      if (allows(filter.states, state) && allows(filter.outcomes, outcome)) found.set(run, path);
    }
  }
  return found;
}

async function openSummary({ store }: Ports, run: string): Promise<RunSummary | undefined> {
  const journal = await Journal.open(store, run);
  return journal && summaryOf(run, journal.state);
}

async function read({ store }: Ports, path: string): Promise<RunSummary | undefined> {
  const bytes = await store.read(path);
  if (bytes === undefined) return undefined;
  const { record: _, ...summary } = JSON.parse(new TextDecoder().decode(bytes));
  return summary;
}

function holds({ legalEntities, states, outcomes }: RunFilter, { context, state, outcome }: RunSummary): boolean {
  const owner = context.legalEntity;
  const owned = legalEntities === undefined || (owner !== undefined && legalEntities.includes(owner));
  return owned && allows(states, state) && allows(outcomes, outcome ?? 'none');
}

const allows = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.includes(value);

/** `20261122`, the latest first. */
function* daysOf({ from, until }: RunFilter): Generator<string> {
  const day = 86_400_000;
  for (let time = Date.parse(until); time >= Date.parse(from); time -= day) {
    yield new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
  }
}
