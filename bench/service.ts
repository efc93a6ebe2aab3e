import { ContainerClient } from '@azure/storage-blob';
import { makeContainer } from '../scripts/services/container.ts';
import { type BenchResult, median, resultOf, skipped } from './result.ts';
import { bareJobs, barePuts, filesOf, namesIn, type Took } from './service/bare.ts';
import { inLanes } from './service/lanes.ts';
import { canServe, openService, type ServiceWorld } from './service/world.ts';

const rounds = 3;
const invoices = 100;
/** Requests at a time: as many as a worker has runs. */
const lanes = 16;
const warmUp = 500;
const oneByOne = 50;

/**
 * Submissions per second through `serve`, the queue and one worker with a PAC that answers at once; after each round the same number of
 * bare BullMQ jobs, and bare puts of the same files, as many at a time. `ratio` is the service to those two together: at 2 the engine
 * adds as much as they cost. What was written counts, were it removed again; a removal does not. `sharedWrites` are files of the list,
 * which invoices share that end in the same second. `processor` is the ratio of processor time, where the emulators and the PAC do not
 * count. Then, with nothing else to do, one submission after the other, from the request to the authority's answer in the record.
 */
export async function measureService(): Promise<BenchResult> {
  if (!canServe) return skipped('service', 'redis-server or Azurite is missing; npm test installs them where it may');
  const world = await openService();
  try {
    await world.startWorker();
    await issue(world, warmUp);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await measureRound(world));
    const of = (figure: (round: Round) => number) => median(measured.map(figure));
    const figures = {
      perSecond: invoices / of(({ service }) => service.seconds),
      jobsPerSecond: invoices / of(({ jobs }) => jobs.seconds),
      putsPerSecond: of(({ files, puts }) => files / puts.seconds),
      ratio: of(({ service, jobs, puts }) => service.seconds / (jobs.seconds + puts.seconds)),
      processor: of(({ service, jobs, puts }) => service.processor / (jobs.processor + puts.processor)),
      processorMs: of(({ service }) => (service.processor * 1000) / invoices),
      documents: of(({ documents }) => documents / invoices),
      otherWrites: of(({ files, documents, lists }) => (files - documents - lists) / invoices),
      sharedWrites: of(({ lists }) => lists / invoices),
      ...(await measureLatency(world)),
    };
    return resultOf('service', figures, { ratio: 2, otherWrites: 6, sharedWrites: 0.1 });
  } finally {
    await world.close();
  }
}

interface Round {
  readonly service: Took;
  readonly jobs: Took;
  readonly puts: Took;
  /** Files written, documents among them. */
  readonly files: number;
  readonly documents: number;
  /** Files of the list, which invoices share. */
  readonly lists: number;
}

async function measureRound(world: ServiceWorld): Promise<Round> {
  const known = await namesIn(world.container);
  const before = await world.sumOf('process_cpu_seconds_total');
  const started = performance.now();
  await issue(world, invoices);
  const seconds = (performance.now() - started) / 1000;
  const service = { seconds, processor: (await world.sumOf('process_cpu_seconds_total')) - before };
  await world.listed();
  const left = await filesOf(world.container, known);
  // The open marker of each was removed at its end: the first line of a journal.
  const begun = left.filter(({ path }) => path.endsWith('/journal/000001.json'));
  const markers = begun.map(({ bytes }, at) => ({
    path: `open/${at}`,
    bytes: bytes.subarray(0, bytes.indexOf(10) + 1),
  }));
  const jobs = await bareJobs(world.redis, invoices, lanes);
  const container = new ContainerClient(await makeContainer(world.azurite));
  const puts = await barePuts(container, [...left, ...markers], lanes);
  const count = (part: string) => left.filter(({ path }) => path.includes(part)).length;
  const files = left.length + markers.length;
  return { service, jobs, puts, files, documents: count('/documents/'), lists: count('list/') };
}

async function issue(world: ServiceWorld, times: number): Promise<void> {
  await inLanes(lanes, times, world.submit);
  await world.drained();
}

/** Milliseconds until 202, and until the record has the authority's answer. */
async function measureLatency(world: ServiceWorld) {
  const accepted: number[] = [];
  const issued: number[] = [];
  for (let at = 0; at < oneByOne; at++) {
    const started = Date.now();
    const run = await world.submit();
    accepted.push(Date.now() - started);
    await world.drained();
    const entries = await world.environment.engine.log(run);
    const answered = entries.find(({ type }) => type === 'answered');
    issued.push(Date.parse(answered?.at ?? '') - started);
  }
  const at = (values: readonly number[], share: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(share * values.length)] ?? Number.NaN;
  return {
    p50: at(issued, 0.5),
    p99: at(issued, 0.99),
    until202p50: at(accepted, 0.5),
    until202p99: at(accepted, 0.99),
  };
}
