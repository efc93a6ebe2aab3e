import { DelayedError, type Job, Worker } from 'bullmq';
import type { Engine, RunEvent } from '../engine/index.ts';
import { connect } from './connection.ts';
import { type Fairness, fairness } from './fairness.ts';
import { takeLeave } from './leaving.ts';
import { end, finished, kept, type QueueOptions, queueName, type RunJob, sweptName } from './queue.ts';
import type { Turn } from './turn.ts';
import { type OnTurn, openTurns } from './turns.ts';

export interface WorkerOptions extends QueueOptions {
  /** Runs that are worked on at once: most of the time each waits for the world. */
  readonly concurrency?: number;
  /** How long a worker may be silent before another takes its runs, in milliseconds. */
  readonly takeover?: number;
  /** Told after each turn. */
  readonly onTurn?: OnTurn;
}

export interface WorkerHandle {
  /** Put it into the engine's ports as `observe`: each step shows as the job's progress. */
  readonly observe: (event: RunEvent) => void;
  /** Turns taken since the start. */
  readonly turns: number;
  /** Runs that are worked on now. */
  readonly active: number;
  /**
   * Whether it was closed while Redis is away, without taking leave of it: its jobs are then those of a worker that was killed, and what
   * waits for Redis may hold the process.
   */
  readonly hasLeft: boolean;
  /** Takes no more; resolves when the runs at hand have come to a stop. */
  close(): Promise<void>;
}

/** Takes runs from the queue and advances them until they are finished or parked. */
export async function startWorker(engine: Engine, options: WorkerOptions): Promise<WorkerHandle> {
  const { concurrency = 16, takeover = 30_000, onTurn } = options;
  const redis = await connect(options.redis, { patient: true });
  const share = fairness(redis, options.prefix);
  const { jobs, observe } = openProgress();
  const given = openTurns(() => engine, onTurn);
  let turns = 0;
  let atHand = 0;
  let hasLeft = false;
  const take = async (run: string, mark: string | undefined): Promise<Turn> => {
    // What waited for Redis before its turn goes on when the connection is given up: too late to begin.
    if (hasLeft) throw new Error('this worker has left');
    atHand += 1;
    try {
      return await given.take(run, mark);
    } finally {
      atHand -= 1;
    }
  };
  const work = async (job: Job<RunJob>, token: string | undefined): Promise<typeof finished | undefined> => {
    const { run } = job.data;
    if (job.attemptsStarted <= 1) await begin(share, job);
    jobs.set(run, job);
    try {
      const turn = await take(run, markOf(job));
      turns += 1;
      if (turn.kind === 'done') return over.has(turn.report?.state ?? '') ? finished : undefined;
      await job.moveToDelayed(turn.at, token);
      throw new DelayedError();
    } finally {
      jobs.delete(run);
    }
  };
  // BullMQ leaves open what it was given.
  const own = redis.duplicate();
  const worker = new Worker<RunJob>(queueName, work, {
    connection: own,
    prefix: options.prefix,
    concurrency,
    lockDuration: takeover,
    stalledInterval: takeover,
    // However often its workers die, a run is never given up.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
    ...kept,
  });
  worker.on('error', () => {});
  worker.on('drained', () => void share.emptied().catch(() => {}));
  return {
    observe,
    get turns() {
      return turns;
    },
    get active() {
      return jobs.size;
    },
    get hasLeft() {
      return hasLeft;
    },
    async close() {
      const leave = worker.close().then(() => Promise.all([end(own), end(redis)]));
      const isTaken = await takeLeave(leave, () => atHand);
      if (isTaken) return;
      hasLeft = true;
      leave.catch(() => {});
      own.disconnect();
      redis.disconnect();
    },
  };
}

/** States that no run leaves. */
const over: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

/** Names the end of whoever had the job before, if somebody may have had it: a lock that ran out, a queue that forgot. */
function markOf({ name, timestamp, stalledCounter }: Job<RunJob>): string | undefined {
  return stalledCounter > 0 || name === sweptName ? `${timestamp}.${stalledCounter}` : undefined;
}

/** The order of turns is a courtesy: Redis being away for it stops no run. */
async function begin(share: Fairness, { priority }: Job<RunJob>): Promise<void> {
  await share.began(priority ?? 0).catch(() => {});
}

/** Nobody who looks sees what passes faster, in milliseconds. */
const shownFor = 100;

/** What shows as the progress of jobs: the step that a run has come to, told now and then and not for each that passes. */
function openProgress() {
  const jobs = new Map<string, Job<RunJob>>();
  const latest = new Map<string, { readonly type: string; readonly step: string }>();
  return {
    jobs,
    observe(event: RunEvent): void {
      const { run, type } = event;
      const job = jobs.get(run);
      if (job === undefined || !('step' in event)) return;
      const isToBeTold = latest.has(run);
      latest.set(run, { type, step: event.step });
      if (isToBeTold) return;
      setTimeout(() => {
        // Lost when Redis is away; the record in the store is the one that counts.
        job.updateProgress(latest.get(run) ?? {}).catch(() => {});
        latest.delete(run);
      }, shownFor);
    },
  };
}
