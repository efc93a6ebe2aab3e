import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fail, type RunEvent } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { openQueue, startSweeper, startWorker } from '../../worker/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { onStop } from '../stop.ts';
import { queueOptions } from './queue-options.ts';
import { configOf, type RunOptions } from './run.ts';

export interface WorkerCommand extends Pick<RunOptions, 'environment'> {
  readonly processes: string;
}

/** `timbre worker`: works on runs from the queue until it is told to stop; those at hand come to a stop first. */
export async function worker(options: WorkerCommand): Promise<number> {
  const processes = Number(options.processes);
  if (!Number.isInteger(processes) || processes < 1) fail('USAGE', '--processes must be a whole number from 1 on.');
  return processes === 1 ? work(options) : supervise(processes);
}

async function work(options: WorkerCommand): Promise<number> {
  const config = configOf(options);
  const { sweep, ...of } = queueOptions(config);
  let observe = (_event: RunEvent): void => {};
  const environment = openEnvironment(config, { observe: (event) => observe(event) });
  const queue = await openQueue(of);
  const handle = await startWorker(environment.engine, of);
  observe = handle.observe;
  const sweeper = startSweeper(environment.engine, queue, sweep);
  say('A worker is ready.');
  await onStop();
  await sweeper.close();
  await handle.close();
  await queue.close();
  await environment.close();
  return exit.accepted;
}

/** Several workers as processes of their own, each begun anew when it dies. */
async function supervise(processes: number): Promise<number> {
  let stopping = false;
  const parameters = process.argv
    .slice(2)
    .filter((each, at, all) => !/^--processes/.test(each) && all[at - 1] !== '--processes');
  const children = new Set<ReturnType<typeof fork>>();
  const begin = async (): Promise<void> => {
    while (!stopping) {
      const child = fork(process.argv[1] ?? '', parameters);
      children.add(child);
      await once(child, 'exit');
      children.delete(child);
      // One that cannot start must not keep the machine busy.
      if (!stopping) await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  };
  const all = Array.from({ length: processes }, begin);
  await onStop();
  stopping = true;
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(all);
  return exit.accepted;
}
