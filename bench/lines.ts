import { type Desk, openRecorded, type Recorded, type RecordedWorld } from './cfdi/recorded.ts';
import { type BenchResult, median, processorTime, resultOf, skipped } from './result.ts';

const few = 10;
const some = 1_000;
const many = 10_000;

/**
 * What one more line costs the whole pipeline, at 1,000 and at 10,000 lines, and the most memory that the process had
 * while the product worked: the PAC, and what it answers, are of another process.
 */
export async function measureLines(): Promise<BenchResult> {
  const world = await openRecorded([few, some, many]);
  if (world === undefined) return skipped('lines', 'the official XSDs are not in the cache: timbre artefacts pull');
  const [ofFew = 0, ofSome = 0, ofMany = 0] = await measure(world, [300, 16, 4]);
  const perLine = { at1000: (ofSome - ofFew) / (some - few), at10000: (ofMany - ofFew) / (many - few) };
  const figures = {
    microsecondsPerLineAt1000: perLine.at1000,
    microsecondsPerLineAt10000: perLine.at10000,
    marginal: perLine.at10000 / perLine.at1000,
    megabytes: process.resourceUsage().maxRSS / 1e3,
  };
  return resultOf('lines', figures, { marginal: 1.5, megabytes: 300 });
}

async function measure({ recorded, open }: RecordedWorld, times: readonly number[]): Promise<number[]> {
  const medians: number[] = [];
  for (const [index, each] of recorded.entries()) {
    const taken: number[] = [];
    for (let time = 0; time < (times[index] ?? 1); time++) {
      // What an earlier run left is not this one's.
      globalThis.gc?.();
      taken.push(await measureOnce(open(), each));
    }
    medians.push(median(taken.slice(taken.length >> 1)));
  }
  return medians;
}

/** A function of its own: what its variables held is garbage when it has returned. */
async function measureOnce(desk: Desk, recorded: Recorded): Promise<number> {
  const started = process.cpuUsage();
  await desk.issue(recorded);
  const taken = processorTime(started);
  desk.check(recorded);
  return taken;
}
