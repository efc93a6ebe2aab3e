import { sign } from 'node:crypto';
import { openRecorded, type RecordedWorld } from './cfdi/recorded.ts';
import { type BenchResult, median, processorTime, resultOf, skipped } from './result.ts';

const invoices = 60;
/** The optimising compiler is done with all of it after seven thousand runs: a worker that lives for days is what counts. */
const rounds = 160;
const measuredRounds = 20;

/**
 * The whole pipeline `issue` of mx/cfdi, from the JSON to the run's report, over a store in memory and an authority that
 * answers at once with what the sandbox answered before; in turns with one bare RSA-2048 signature. As in a worker, whose store
 * is elsewhere, nothing stays in memory of a run that is finished, and runs are listed together.
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

/** Microseconds of processor time in the median round, of an invoice of so many lines. */
async function measure(lines: number): Promise<Measured | undefined> {
  const world = await openRecorded(Array.from({ length: invoices }, () => lines));
  if (world === undefined) return undefined;
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round++) {
    const ofRound = await measureRound(world);
    if (round >= rounds - measuredRounds) measured.push(ofRound);
  }
  return { pipeline: median(measured.map((each) => each.pipeline)), rsa: median(measured.map((each) => each.rsa)) };
}

async function measureRound({ recorded, open, key }: RecordedWorld): Promise<Measured> {
  const desk = open({ listTogether: 1_000 });
  const data = Buffer.alloc(1_000, 'a');
  const started = process.cpuUsage();
  for (const each of recorded) await desk.issue(each);
  await desk.settled();
  const pipeline = processorTime(started) / recorded.length;
  const between = process.cpuUsage();
  for (const _ of recorded) sign('sha256', data, key);
  const rsa = processorTime(between) / recorded.length;
  const last = recorded.at(-1);
  if (last) desk.check(last);
  return { pipeline, rsa };
}
