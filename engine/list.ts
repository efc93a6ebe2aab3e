import { ownerOf, type RunSummary, summaryOf } from './record/index-entry.ts';
import { Journal } from './record/journal.ts';
import { dayOf, layout } from './record/layout.ts';
import { listFile, readList } from './record/list-file.ts';
import type { Ports } from './run/ports.ts';

/** Which runs, the newest first. Every part that is there must hold. */
export interface RunFilter {
  /** Days of submission in UTC, `2026-11-22`, both included. */
  readonly from: string;
  readonly until: string;
  readonly legalEntities?: readonly string[] | undefined;
  readonly states?: readonly string[] | undefined;
  readonly outcomes?: readonly string[] | undefined;
  /** Those that say this of the run that they speak of. */
  readonly says?: readonly string[] | undefined;
  /** Only those older than this run: the last of the page before. */
  readonly before?: string | undefined;
}

/** The first day that is told where none is asked for: of the last 30 days until this one. */
export const firstDayOf = (until: string): string =>
  new Date(Date.parse(until) - 30 * 86_400_000).toISOString().slice(0, 10);

/**
 * The runs that are on the list (finished ones) or open. What is asked for is chosen by the names of the list's files; a file is opened
 * for the runs that are told next, and a journal for each that is open.
 */
export async function* listRuns(ports: Ports, filter: RunFilter): AsyncGenerator<RunSummary> {
  const { before } = filter;
  const open = await openRuns(ports);
  for (const day of daysOf(filter)) {
    const unfinished = open.filter((run) => dayOf(run) === day);
    const sources = [...(await listedOn(ports, day, filter)), ...unfinished.map((run) => openRun(ports, run))];
    const told = new Set<string>();
    for await (const summary of merged(sources.filter(({ oldest }) => before === undefined || oldest < before))) {
      const { run } = summary;
      // Two processes may have listed it, or its marker was still there.
      if (told.has(run) || (before !== undefined && run >= before) || !holds(filter, summary)) continue;
      told.add(run);
      yield summary;
    }
  }
}

/** Where some summaries are, and what is known of them before they are read. */
interface Source {
  readonly newest: string;
  readonly oldest: string;
  read(): Promise<readonly RunSummary[]>;
}

/** All of them, the newest first; no source is read before its newest is due. */
async function* merged(sources: readonly Source[]): AsyncGenerator<RunSummary> {
  const waiting = sources.toSorted((one, other) => (one.newest < other.newest ? -1 : 1));
  const ready: RunSummary[] = [];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    ready.push(...(await next.read()));
    ready.sort((one, other) => (one.run < other.run ? -1 : 1));
    const due = waiting.at(-1)?.newest ?? '';
    const late = ready.findLastIndex(({ run }) => run <= due);
    yield* ready.splice(late + 1).reverse();
  }
}

async function openRuns({ store }: Ports): Promise<string[]> {
  const runs: string[] = [];
  for await (const path of store.list(layout.openRuns)) runs.push(path.slice(layout.openRuns.length));
  return runs;
}

/** The files of the list, as far as their names tell that they are asked for. */
async function listedOn({ store }: Ports, day: string, filter: RunFilter): Promise<Source[]> {
  const found: Source[] = [];
  const owners = filter.legalEntities?.map(ownerOf);
  const prefixes = owners?.map((owner) => layout.listedOf(day, owner)) ?? [layout.listedOn(day)];
  for (const prefix of prefixes) {
    for await (const path of store.list(prefix)) {
      const { newest, oldest, state, outcome } = listFile(path);
      if (!allows(filter.states, state) || !allows(filter.outcomes, outcome)) continue;
      found.push({
        newest,
        oldest,
        read: async () => (await readList(store, path)).map(({ summary }) => summary),
      });
    }
  }
  return found;
}

const openRun = ({ store }: Ports, run: string): Source => ({
  newest: run,
  oldest: run,
  async read() {
    const journal = await Journal.open(store, run);
    return journal === undefined ? [] : [summaryOf(run, journal.state)];
  },
});

function holds(filter: RunFilter, { context, state, outcome, says }: RunSummary): boolean {
  const { legalEntities, states, outcomes } = filter;
  const owner = context.legalEntity;
  const owned = legalEntities === undefined || (owner !== undefined && legalEntities.includes(owner));
  return owned && allows(states, state) && allows(outcomes, outcome ?? 'none') && allows(filter.says, says ?? 'none');
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
