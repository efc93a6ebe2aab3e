import type { ContainerClient } from '@azure/storage-blob';
import { Queue, Worker } from 'bullmq';
import type { RedisServer } from '../../scripts/services/redis.ts';
import { processorTime } from '../result.ts';
import { inLanes } from './lanes.ts';

/** A file as it stands in the store. */
export interface StoredFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** What something took. */
export interface Took {
  readonly seconds: number;
  /** Of processor time, on this side only: not of Redis, nor of the emulator. */
  readonly processor: number;
}

/** So many jobs with BullMQ alone, added and worked on by a worker that does nothing. */
export async function bareJobs(redis: RedisServer, jobs: number, lanes: number): Promise<Took> {
  const connection = { url: redis.url };
  const queue = new Queue('bare', { connection, prefix: 'bare' });
  let done = 0;
  let end = () => {};
  const all = new Promise<void>((resolve) => {
    end = resolve;
  });
  const work = async () => {
    done += 1;
    if (done === jobs) end();
  };
  const worker = new Worker('bare', work, { connection, prefix: 'bare', concurrency: lanes });
  await worker.waitUntilReady();
  const clock = startClock();
  await inLanes(lanes, jobs, (at) => queue.add('run', { run: `run-${at}` }, { jobId: `run-${at}`, priority: at + 1 }));
  await all;
  const took = clock();
  await worker.close();
  await queue.obliterate({ force: true });
  await queue.close();
  return took;
}

/** The same files put into another container of the same emulator, on the same condition. */
export async function barePuts(container: ContainerClient, files: readonly StoredFile[], lanes: number): Promise<Took> {
  const clock = startClock();
  await inLanes(lanes, files.length, async (at) => {
    const { path = '', bytes = Buffer.of() } = files[at] ?? {};
    await container.getBlockBlobClient(path).upload(bytes, bytes.length, { conditions: { ifNoneMatch: '*' } });
  });
  return clock();
}

function startClock(): () => Took {
  const started = performance.now();
  const before = process.cpuUsage();
  return () => ({ seconds: (performance.now() - started) / 1000, processor: processorTime(before) / 1e6 });
}

export async function namesIn(container: ContainerClient): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const { name } of container.listBlobsFlat()) names.add(name);
  return names;
}

/** What is in the container and is not among the names known. */
export async function filesOf(container: ContainerClient, known: ReadonlySet<string>): Promise<StoredFile[]> {
  const paths = [...(await namesIn(container))].filter((name) => !known.has(name));
  const files: StoredFile[] = [];
  await inLanes(16, paths.length, async (at) => {
    const path = paths[at] ?? '';
    files.push({ path, bytes: await container.getBlobClient(path).downloadToBuffer() });
  });
  return files;
}
