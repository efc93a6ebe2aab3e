import { type Job, type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { fail, TimbreError } from '../engine/index.ts';
import { connect } from './connection.ts';
import { fairness } from './fairness.ts';

/** Where runs wait for a worker. It may forget all of them at any moment: the store knows, and the sweeper tells. */
export interface RunQueue {
  add(run: string, how?: Enqueue): Promise<void>;
  /** Whether a worker will come to the run without being told again. */
  knows(runs: readonly string[]): Promise<readonly boolean[]>;
  /** How much is in it. */
  depth(): Promise<Depth>;
  close(): Promise<void>;
}

export interface Depth {
  /** Runs whose turn has come. */
  readonly waiting: number;
  /** Runs that are worked on. */
  readonly active: number;
  /** Runs that wait for their time. */
  readonly delayed: number;
  /** Seconds that the run whose turn is next has waited; 0 when none waits. */
  readonly age: number;
}

export interface Enqueue {
  /** Whose run it is: each gets its share of the workers. */
  readonly owner?: string;
  /** When it goes on, in milliseconds since 1970; now, when left out. */
  readonly at?: number;
  /** The queue did not know the run, which is not new: a process may have had it at hand. */
  readonly swept?: true;
  /** Names this wake-up, e.g. the journal entry that releases a held run: it counts although the run was queued before. */
  readonly turn?: string;
}

export interface QueueOptions {
  /** `redis://…` */
  readonly redis: string;
  /** Keeps environments apart that share one Redis. */
  readonly prefix: string;
}

export const queueName = 'runs';
/** The name of a job that a sweep made; of the others it is the owner's. */
export const sweptName = ':swept';

/** What the job of a finished run leaves; that of another, nothing. */
export const finished = 'finished';

/** What a job carries: all else is in the store. */
export interface RunJob {
  readonly run: string;
}

/**
 * Finished jobs stay for a while, so that a dashboard shows them and a run that is held is not queued again at once. They are no
 * obstacle to queueing a run again.
 */
export const kept = { removeOnComplete: { age: 600, count: 5_000 }, removeOnFail: { age: 86_400, count: 5_000 } };

/** QUEUE_FAILED when Redis cannot be reached, QUEUE_EVICTS when it may forget what it should keep. */
export async function openQueue(options: QueueOptions): Promise<RunQueue> {
  const redis = await connect(options.redis);
  const queue = new Queue<RunJob>(queueName, { connection: redis, prefix: options.prefix });
  // Each command that fails is told to whoever gave it.
  queue.on('error', () => {});
  const share = fairness(redis, options.prefix);
  return {
    add: (run, how = {}) => guarded(() => add(queue, run, how, share)),
    knows: (runs) => guarded(() => Promise.all(runs.map((run) => isAwaited(queue, run)))),
    depth: () => guarded(() => depthOf(queue)),
    async close() {
      await queue.close();
      await end(redis);
    },
  };
}

async function add(queue: Queue<RunJob>, run: string, how: Enqueue, share: ReturnType<typeof fairness>): Promise<void> {
  const id = how.turn === undefined ? run : `${run}.${how.turn}`;
  const owner = how.owner ?? 'run';
  const delay = how.at === undefined ? 0 : Math.max(0, how.at - Date.now());
  const options: JobsOptions = { jobId: id, priority: await share.next(owner), ...(delay > 0 && { delay }), ...kept };
  const known = await queue.getJob(id);
  if (known !== undefined) await makeRoom(known, delay);
  await queue.add(how.swept ? sweptName : owner, { run }, options);
}

/** A job of the same name that has ended would keep the new one out; one that sleeps is woken. */
async function makeRoom(known: Job<RunJob>, delay: number): Promise<void> {
  const state = await known.getState();
  if (state === 'completed' || state === 'failed') await known.remove();
  else if (state === 'delayed' && delay === 0) await known.promote();
}

/** How long a finished run may be open still, in milliseconds: its worker lists it with others. */
const listing = 5_000;

/**
 * A run whose job has just ended is looked at again when that job is no longer kept; but soon when the run is finished and open still,
 * for then its worker has died before it was listed.
 */
async function isAwaited(queue: Queue<RunJob>, run: string): Promise<boolean> {
  const state = await queue.getJobState(run);
  if (state !== 'completed') return state !== 'unknown' && state !== 'failed';
  const job = await queue.getJob(run);
  const left = job?.returnvalue === finished ? listing : kept.removeOnComplete.age * 1000;
  return job?.finishedOn !== undefined && Date.now() - job.finishedOn < left;
}

async function depthOf(queue: Queue<RunJob>): Promise<Depth> {
  const [counts, [next]] = await Promise.all([
    queue.getJobCounts('prioritized', 'wait', 'active', 'delayed'),
    queue.getJobs(['wait', 'prioritized'], 0, 0, true),
  ]);
  const { prioritized = 0, wait = 0, active = 0, delayed = 0 } = counts;
  const since = next === undefined ? undefined : next.timestamp + next.delay;
  const age = since === undefined ? 0 : Math.max(0, Date.now() - since) / 1000;
  return { waiting: prioritized + wait, active, delayed, age };
}

export async function end(redis: Redis): Promise<void> {
  await redis.quit().catch(() => redis.disconnect());
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof TimbreError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    return fail('QUEUE_FAILED', `The queue in Redis cannot be used: ${why}.`);
  }
}
