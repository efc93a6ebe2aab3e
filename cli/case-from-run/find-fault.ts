import { sandboxes } from '../../sandbox/index.ts';
import type { Happened } from '../cases/compare.ts';
import type { Case } from '../cases/read.ts';
import { courseOf, endOf, isSame, isSmooth } from './course.ts';
import type { Recording } from './recording.ts';

type Faults = NonNullable<Case['faults']>;

export interface Found {
  readonly at: string;
  readonly faults: Faults;
  readonly happened: Happened;
  /** The authority did something on the way that no fault of the sandbox is like. */
  readonly other?: true;
}

/** A replay at a time, with faults. */
export type Replay = (at: string, faults: Faults) => Promise<Happened>;

/**
 * The way in which the sandbox must misbehave for a replay to go and end as the run did: none, or the first of its faults
 * that makes it so. Without one it is enough that the replay ends the same; undefined when it does not. Of the times at which
 * it may have been, the last counts where none needs no fault.
 */
export async function findFault(
  recording: Recording,
  sandbox: string | undefined,
  times: readonly string[],
  replay: Replay,
): Promise<Found | undefined> {
  const [end, course] = [endOf(recording.report), courseOf(recording.entries)];
  const ends = (happened: Happened): boolean => isSame(endOf(happened.report), end);
  const goes = (happened: Happened): boolean => ends(happened) && isSame(courseOf(happened.entries), course);
  let plain: Omit<Found, 'faults'> | undefined;
  for (const at of times) {
    plain = { at, happened: await replay(at, []) };
    if (goes(plain.happened)) return { ...plain, faults: [] };
  }
  if (!plain) return undefined;
  const { at, happened } = plain;
  const faults = course.every(isSmooth)
    ? undefined
    : await strikes(sandbox, courseOf(happened.entries), (each) => replay(at, each), goes);
  if (faults) return { at, ...faults };
  return ends(happened) ? { at, happened, faults: [], other: true } : undefined;
}

async function strikes(
  sandbox: string | undefined,
  plain: readonly string[],
  replay: (faults: Faults) => Promise<Happened>,
  goes: (happened: Happened) => boolean,
): Promise<Pick<Found, 'faults' | 'happened'> | undefined> {
  for (const { times, operation, names } of triedOf(sandbox)) {
    let unmoved = 0;
    for (const fault of names) {
      if (unmoved === 3) break;
      const faults = [{ ...(operation === undefined ? {} : { operation }), fault, ...times }];
      const happened = await replay(faults);
      if (goes(happened)) return { faults, happened };
      if (isSame(courseOf(happened.entries), plain)) unmoved += 1;
    }
  }
  return undefined;
}

/**
 * Once, then always; of the operation that each fault is commonly about, then of each there is. An operation that some
 * faults leave unmoved is not among those that the pipeline uses.
 */
function triedOf(sandbox: string | undefined) {
  const { faults = {}, operations = {} } = (sandbox === undefined ? undefined : sandboxes[sandbox]) ?? {};
  const names = Object.keys(faults);
  return [{ times: 1 }, {}].flatMap((times) =>
    [undefined, ...Object.keys(operations)].map((operation) => ({ times, operation, names })),
  );
}
