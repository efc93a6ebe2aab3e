import { sign } from 'node:crypto';
import { openRecorded, type RecordedWorld } from './cfdi/recorded.ts';
import { type BenchResult, median, processorTime, resultOf, skipped } from './result.ts';

const invoices = 60;
/** The optimising compiler is done with all of it after seven thousand runs: a worker that lives for days is what counts. */
const warmUp = 80;
const rounds = 80;

/**
 * The whole pipeline `issue` of mx/cfdi, from the JSON to the run's report, over a store in memory and an authority that
 * answers at once with what the sandbox answered before; in turns with one bare RSA-2048 signature. As in a worker, whose store
 * is elsewhere, nothing stays in memory of a run that is finished, and runs are listed together.
 *
 * Of both the fastest round counts: who shares the processor's caches can only make a round longer, and a signature needs none of
 * them (docs/adr/0050). What the median round says stands beside it.
 */
export async function measurePipeline(): Promise<BenchResult> {
  const ofFive = await openRecorded(linesOfEach(5));
  const ofTen = await openRecorded(linesOfEach(10));
  if (ofFive === undefined || ofTen === undefined)
    return skipped('pipeline', 'the official XSDs are not in the cache: timbre artefacts pull');
  const five: Round[] = [];
  const ten: Round[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const measured = [await measureRound(ofFive), await measureRound(ofTen)] as const;
    if (round < 0) continue;
    five.push(measured[0]);
    ten.push(measured[1]);
  }
  const fastest = chosen(five, least);
  const figures = {
    microseconds: fastest.pipeline,
    rsa: fastest.rsa,
    ratio: fastest.ratio,
    medianRatio: chosen(five, median).ratio,
    ratioTenLines: chosen(ten, least).ratio,
    medianRatioTenLines: chosen(ten, median).ratio,
  };
  return resultOf('pipeline', figures, { ratio: 5 });
}

/** Microseconds of processor time of an invoice, and of a signature. */
interface Round {
  readonly pipeline: number;
  readonly rsa: number;
}

const least = (values: readonly number[]): number => Math.min(...values);

function chosen(measured: readonly Round[], choose: typeof least): Round & { readonly ratio: number } {
  const pipeline = choose(measured.map((round) => round.pipeline));
  const rsa = choose(measured.map((round) => round.rsa));
  return { pipeline, rsa, ratio: pipeline / rsa };
}

const linesOfEach = (lines: number): readonly number[] => Array.from({ length: invoices }, () => lines);

async function measureRound({ recorded, open, key }: RecordedWorld): Promise<Round> {
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
