import { sign } from 'node:crypto';
import { openRecorded, type RecordedWorld } from './cfdi/recorded.ts';
import { type BenchResult, median, resultOf, skipped } from './result.ts';

const invoices = 60;
const rounds = 16;

/**
 * The whole pipeline `issue` of mx/cfdi, from the JSON to the run's report, over a store in memory and an authority that
 * answers at once with what the sandbox answered before; in turns with one bare RSA-2048 signature.
 */
export async function measurePipeline(): Promise<BenchResult> {
  const five = await measure(5);
  const ten = await measure(10);
  if (five === undefined || ten === undefined)
    return skipped('pipeline', 'the official XSDs are not in the cache: timbre artefacts pull');
  const figures = {
    microseconds: five.pipeline,
    rsa: five.rsa,
    ratio: five.pipeline / five.rsa,
    microsecondsTenLines: ten.pipeline,
    ratioTenLines: ten.pipeline / ten.rsa,
  };
  return resultOf('pipeline', figures, { ratio: 5 });
}

interface Measured {
  readonly pipeline: number;
  readonly rsa: number;
}

/** Microseconds in the median, of an invoice of so many lines. */
async function measure(lines: number): Promise<Measured | undefined> {
  const world = await openRecorded(Array.from({ length: invoices }, () => lines));
  if (world === undefined) return undefined;
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = await measureRound(world);
    // The first half makes the code warm.
    if (round >= rounds / 2) measured.push(...ofRound);
  }
  return { pipeline: median(measured.map((each) => each.pipeline)), rsa: median(measured.map((each) => each.rsa)) };
}

async function measureRound({ recorded, open, key }: RecordedWorld): Promise<Measured[]> {
  const desk = open();
  const data = Buffer.alloc(1_000, 'a');
  const measured: Measured[] = [];
  for (const each of recorded) {
    const start = performance.now();
    await desk.issue(each);
    const between = performance.now();
    sign('sha256', data, key);
    const end = performance.now();
    measured.push({ pipeline: (between - start) * 1000, rsa: (end - between) * 1000 });
    desk.check(each);
  }
  // The first of a store also pins the feature.
  return measured.slice(1);
}
