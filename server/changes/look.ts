import { type Clock, type Engine, type RunSummary, TimbreError } from '../../engine/index.ts';

/** Finds what has changed since it looked last. */
export type Look = () => Promise<readonly RunSummary[]>;

/** Clocks of machines that share a store differ: so much older a submission may still be new, in milliseconds. */
const margin = 60_000;
/** Records that are read at the same time. */
const handful = 16;

/**
 * Looks at what is open, at what was open the last time, and at what has come since; so a look costs as much as there is
 * open, whatever the store holds besides. The first one only takes note.
 */
export function lookAt(engine: Engine, clock: Clock): Look {
  const known = new Map<string, string>();
  let since: Date | undefined;
  return async () => {
    const now = clock.now();
    const first = since === undefined;
    const youngest = idAt((since ?? now).getTime() - margin);
    const changed: RunSummary[] = [];
    const note = (summary: RunSummary): void => {
      const told = `${summary.state}.${summary.outcome}`;
      if (known.get(summary.run) !== told && !first) changed.push(summary);
      known.set(summary.run, told);
    };
    const seen = new Set<string>();
    for await (const summary of engine.list({ from: dayAt(youngest), until: now.toISOString().slice(0, 10) })) {
      if (summary.run < youngest) break;
      seen.add(summary.run);
      note(summary);
    }
    for (const summary of await older(engine, seen, [...known])) note(summary);
    for (const [run, told] of known) if (isOver(told) && run < youngest) known.delete(run);
    since = now;
    return changed;
  };
}

/** The submissions that are or were open and did not come lately. */
async function older(
  engine: Engine,
  seen: ReadonlySet<string>,
  known: readonly (readonly [string, string])[],
): Promise<RunSummary[]> {
  const runs = new Set(known.flatMap(([run, told]) => (isOver(told) || seen.has(run) ? [] : [run])));
  for await (const run of engine.open()) if (!seen.has(run)) runs.add(run);
  const all = [...runs];
  const found: RunSummary[] = [];
  for (let at = 0; at < all.length; at += handful) {
    const some = await Promise.all(all.slice(at, at + handful).map((run) => summaryOf(engine, run)));
    found.push(...some.filter((each) => each !== undefined));
  }
  return found;
}

/** A marker may stand before the record that it is for. */
async function summaryOf(engine: Engine, run: string): Promise<RunSummary | undefined> {
  try {
    return await engine.summary(run);
  } catch (thrown) {
    if (thrown instanceof TimbreError && thrown.code === 'RUN_UNKNOWN') return undefined;
    throw thrown;
  }
}

const isOver = (told: string): boolean => /^(completed|failed|cancelled)\./.test(told);

/** Ids begin with the time of submission, to the second. */
const idAt = (time: number): string => new Date(time).toISOString().replaceAll(/[-:]|\..*/g, '');
const dayAt = (id: string): string => `${id.slice(0, 4)}-${id.slice(4, 6)}-${id.slice(6, 8)}`;
