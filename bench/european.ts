import { openPeer } from './european/peer.ts';
import { type EuropeanWorld, openEuropean, type Write } from './european/world.ts';
import { type BenchResult, median, processorTime, resultOf, skipped } from './result.ts';

const absent = 'the artefacts of eu/peppol-bis-3 are not in the cache: timbre artefacts pull eu/peppol-bis-3';
const rounds = 20;
/** As in the bench of the pipeline, both sides have what the optimising compiler makes of them after some thousands of documents. */
const warmUp = 130;
const invoices = 20;

/**
 * From the JSON of ten lines to a Peppol invoice that holds by XSD, EN 16931 and Peppol's Schematron: calculated, judged by rules,
 * written, validated, shown as a page, recorded over a store in memory. Beside `@e-invoice-eu/core`, which only writes.
 */
export async function measureEuropean(): Promise<BenchResult> {
  const world = await openEuropean();
  if (world === undefined) return skipped('european', absent);
  const data = world.invoice(10);
  const peer = openPeer(await world.open()(data));
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -warmUp; round < rounds; round++) {
    const write = world.open();
    const [own, other] = [await timeOf(() => write(data)), peer === undefined ? Number.NaN : await timeOf(peer)];
    if (round < 0) continue;
    ours.push(own);
    theirs.push(other);
  }
  const microseconds = median(ours);
  if (peer === undefined)
    return { ...resultOf('european', { microseconds }), without: ['@e-invoice-eu/core, which cannot be installed'] };
  const microsecondsOfPeer = median(theirs);
  return resultOf(
    'european',
    { microseconds, microsecondsOfPeer, ratio: microseconds / microsecondsOfPeer },
    { ratio: 1 },
  );
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = process.cpuUsage();
  for (let time = 0; time < invoices; time++) await work();
  return processorTime(started) / invoices;
}

/** What one more line costs the same pipeline at 1,000 and at 10,000 lines, and the most memory that the process had. */
export async function measureEuropeanLines(): Promise<BenchResult> {
  const world = await openEuropean();
  if (world === undefined) return skipped('european-lines', absent);
  const [ten, thousand, tenThousand] = [
    await linesOf(world, 10, 200),
    await linesOf(world, 1_000, 12),
    await linesOf(world, 10_000, 3),
  ];
  const at1000 = (thousand - ten) / 990;
  const at10000 = (tenThousand - ten) / 9_990;
  const megabytes = process.resourceUsage().maxRSS / 1e3;
  const figures = {
    microsecondsPerLineAt1000: at1000,
    microsecondsPerLineAt10000: at10000,
    marginal: at10000 / at1000,
    megabytes,
  };
  return resultOf('european-lines', figures, { marginal: 1.5, megabytes: 350 });
}

async function linesOf(world: EuropeanWorld, lines: number, times: number): Promise<number> {
  const taken: number[] = [];
  for (let time = 0; time < times; time++) {
    // What a document needs lasts for a turn of the event loop, as a worker's does after each answer from outside.
    await new Promise((resolve) => setImmediate(resolve));
    globalThis.gc?.();
    taken.push(await once(world.open(), world.invoice(lines)));
  }
  return median(taken.slice(taken.length >> 1));
}

async function once(write: Write, data: Uint8Array): Promise<number> {
  const started = process.cpuUsage();
  await write(data);
  return processorTime(started);
}
