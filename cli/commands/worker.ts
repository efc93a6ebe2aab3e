import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fail, type RunEvent } from '../../engine/index.ts';
import { type EnvironmentConfig, openEnvironment } from '../../platform/environment/index.ts';
import { openPacing } from '../../platform/pacing/index.ts';
import {
  listen,
  openLog,
  openMetrics,
  openPreviewer,
  openQueue,
  openSharedGates,
  startSweeper,
  startWatchdog,
  startWorker,
  watch,
  watchCertificates,
  watchProgress,
} from '../../worker/index.ts';
import { deployedIn } from '../deployed.ts';
import { enterPatiently } from '../entering.ts';
import { exit } from '../exit.ts';
import { inboundOf, watchInbound } from '../inbound.ts';
import { say } from '../print/people.ts';
import { onStop } from '../stop.ts';
import { tellWebhooks } from '../webhooks.ts';
import { levelOf } from './log-options.ts';
import { queueOptions } from './queue-options.ts';
import { configOf, type RunOptions } from './run.ts';

/** How long runs that ended wait to be listed with others, in milliseconds. */
const listTogether = 1_000;

export interface WorkerCommand extends Pick<RunOptions, 'environment'> {
  readonly processes: string;
  readonly metrics?: string;
  readonly log?: string;
}

/** `timbre worker`: works on runs from the queue until it is told to stop; those at hand come to a stop first. */
export async function worker(options: WorkerCommand): Promise<number> {
  const processes = Number(options.processes);
  if (!Number.isInteger(processes) || processes < 1) fail('USAGE', '--processes must be a whole number from 1 on.');
  return processes === 1 ? work(options) : supervise(processes, options.metrics);
}

async function work(options: WorkerCommand): Promise<number> {
  const config = configOf(options);
  const { sweep, ...of } = queueOptions(config);
  const log = openLog('worker', levelOf(options.log));
  let observe = (_event: RunEvent): void => {};
  await enterFirst(config);
  const gates = await openSharedGates(of);
  const pacing = openPacing(gates);
  const environment = openEnvironment(config, { pacing, listTogether, observe: (event) => observe(event) });
  const queue = await openQueue(of);
  const metrics = openMetrics(queue, pacing);
  const health = watchProgress(queue, () => handle.active);
  const watching = watch(log, metrics, health.progress);
  const previewer = openPreviewer(environment.engine);
  // A run that waited for its feature to be compiled would be past the time within which it may send.
  await environment.engine.deployed().catch(() => {});
  const handle = await startWorker(environment.engine, {
    ...of,
    onTurn(run, report, thrown) {
      watching.turn(run, report, thrown);
      previewer.turn(run, report);
    },
  });
  observe = (event) => {
    handle.observe(event);
    watching.event(event);
  };
  const sweeper = startSweeper(environment.engine, queue, sweep, watching.sweep);
  const inbound = inboundOf(environment, queue, await deployedIn(config, environment.engine), metrics.traffic);
  const channels = inbound && watchInbound(environment, inbound, watching);
  const webhooks = tellWebhooks(environment, watching, metrics.traffic);
  const listener = options.metrics === undefined ? undefined : await listen(options.metrics, metrics, health);
  const legalEntities = Object.keys(config.legalEntities ?? {});
  const unwatch = watchCertificates({ ...environment, legalEntities }, metrics);
  const watchdog = startWatchdog();
  // Before it says that it is ready: whoever hears that may stop it at once.
  const told = onStop();
  log.say('started');
  say('A worker is ready.');
  await told;
  log.say('stopping');
  unwatch();
  // Each at the same time as the others: what hangs, the store or Redis, is waited for once.
  await Promise.all([sweeper.close(), channels?.close(), webhooks?.close(), handle.close()]);
  await previewer.close();
  await Promise.all([queue.close(), gates.close(), listener?.close(), environment.close()]);
  await watchdog.close();
  if (handle.hasLeft) {
    log.say('queue left');
    // BullMQ tries to reach Redis for as long as the process lives.
    process.exit(exit.accepted);
  }
  return exit.accepted;
}

/** Before anything is asked of Redis: what is shared there must not be another environment's. */
async function enterFirst(config: EnvironmentConfig): Promise<void> {
  const environment = openEnvironment(config);
  try {
    await enterPatiently(environment);
  } finally {
    await environment.close();
  }
}

/** Several workers as processes of their own, each begun anew when it dies. */
async function supervise(processes: number, metrics: string | undefined): Promise<number> {
  let stopping = false;
  const parameters = without('--processes', without('--metrics', process.argv.slice(2)));
  const children = new Set<ReturnType<typeof fork>>();
  const begin = async (number: number): Promise<void> => {
    const own = metrics === undefined ? [] : ['--metrics', portAfter(metrics, number)];
    while (!stopping) {
      const child = fork(process.argv[1] ?? '', [...parameters, ...own]);
      children.add(child);
      await once(child, 'exit');
      children.delete(child);
      // One that cannot start must not keep the machine busy.
      if (!stopping) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };
  const told = onStop();
  const all = Array.from({ length: processes }, (_, number) => begin(number));
  await told;
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(all);
  return exit.accepted;
}

const without = (option: string, words: readonly string[]): readonly string[] =>
  words.filter((word, at) => word !== option && !word.startsWith(`${option}=`) && words[at - 1] !== option);

/** Each process has a port of its own: the one given, and those after it. */
const portAfter = (at: string, number: number): string => at.replace(/\d+$/, (port) => String(Number(port) + number));
