import { sandboxes } from '../../sandbox/index.ts';
import type { Happened } from '../cases/compare.ts';
import type { Case } from '../cases/read.ts';
import { courseOf, endOf, isSame } from './course.ts';
import type { Recording } from './recording.ts';

type Faults = NonNullable<Case['faults']>;

export interface Found {
  readonly faults: Faults;
  readonly happened: Happened;
  /** The authority did something on the way that no fault of the sandbox is like. */
  readonly other?: true;
}

/**
 * The way in which the sandbox must misbehave for a replay to go and end as the run did: none, or the first of its faults
 * that leaves the same record. Without one it is enough that the replay ends the same; undefined when it does not.
 */
export async function findFault(
  { report, entries }: Recording,
  sandbox: string | undefined,
  replay: (faults: Faults) => Promise<Happened>,
): Promise<Found | undefined> {
  const [end, course] = [endOf(report), courseOf(entries)];
  const plain = await replay([]);
  const endsSame = isSame(endOf(plain.report), end);
  const plainCourse = courseOf(plain.entries);
  if (endsSame && isSame(plainCourse, course)) return { faults: [], happened: plain };
  const tried = triedOf(sandbox);
  for (const { times, operation, names } of tried) {
    let unmoved = 0;
    for (const fault of names) {
      if (unmoved === 3) break;
      const faults = [{ ...(operation === undefined ? {} : { operation }), fault, ...times }];
      const happened = await replay(faults);
      const went = courseOf(happened.entries);
      if (isSame(endOf(happened.report), end) && isSame(went, course)) return { faults, happened };
      if (operation !== undefined && isSame(went, plainCourse)) unmoved += 1;
    }
  }
  return endsSame ? { faults: [], happened: plain, other: true } : undefined;
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
