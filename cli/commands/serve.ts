import { fail, type RunEvent } from '../../engine/index.ts';
import { type Environment, type EnvironmentConfig, openEnvironment } from '../../platform/environment/index.ts';
import { openAccess, startServer } from '../../server/index.ts';
import {
  inProcess,
  openLog,
  openMetrics,
  openPreviewer,
  openQueue,
  openTraces,
  type RunQueue,
  startSweeper,
  type Watch,
  watch,
  watchCertificates,
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

export interface ServeOptions extends Pick<RunOptions, 'environment'> {
  readonly embedded?: boolean;
  readonly port?: string;
  readonly log?: string;
}

/** `timbre serve`: the HTTP interface, until it is told to stop. */
export async function serve(options: ServeOptions): Promise<number> {
  const config = configOf(options);
  const log = openLog('serve', levelOf(options.log));
  let watching: Watch | undefined;
  const environment = openEnvironment(config, { observe: (event: RunEvent) => watching?.event(event) });
  const { engine, ports } = environment;
  await enterPatiently(environment);
  const work = await openWork(config, environment, options.embedded === true, {
    turn: (...turn) => watching?.turn(...turn),
    sweep: (...sweep) => watching?.sweep(...sweep),
  });
  const metrics = openMetrics(work.queue, options.embedded ? ports.pacing : undefined);
  const traces = openTraces();
  watching = watch(log, metrics, undefined, traces);
  const legalEntities = Object.keys(config.legalEntities ?? {});
  const unwatch = watchCertificates({ engine, ports, legalEntities }, metrics);
  const { host, port, largest = 32 * 1024 * 1024, access } = config.server ?? {};
  const deployed = await deployedIn(config, engine);
  const inbound = inboundOf(environment, work.queue, deployed, metrics.traffic);
  const channels = inbound && options.embedded ? watchInbound(environment, inbound, watching) : undefined;
  const webhooks = options.embedded ? tellWebhooks(environment, watching, metrics.traffic) : undefined;
  const server = await startServer({
    desk: {
      engine,
      queue: work.queue,
      clock: ports.clock,
      deployed,
      inbound,
      largest,
      metrics,
      answered(answered) {
        log.answered(answered);
        metrics.answered(answered);
        traces.answered(answered);
      },
    },
    access: openAccess(access),
    ...(host === undefined ? {} : { host }),
    port: Number(options.port ?? port ?? 0),
  });
  const told = onStop();
  say(`Timbre listens at ${server.url}${options.embedded ? ', and works on what comes in' : ''}.`);
  log.say('started');
  await told;
  log.say('stopping');
  unwatch();
  await server.close();
  await channels?.close();
  await webhooks?.close();
  await work.close();
  await environment.close();
  return exit.accepted;
}

interface WorkHere {
  readonly queue: RunQueue;
  close(): Promise<void>;
}

async function openWork(
  config: EnvironmentConfig,
  { engine }: Environment,
  embedded: boolean,
  watching: Pick<Watch, 'turn' | 'sweep'>,
): Promise<WorkHere> {
  if (!embedded) {
    if (config.queue === undefined)
      return fail('USAGE', 'The environment has no queue.', { hint: 'Give it one, or serve --embedded.' });
    const queue = await openQueue(queueOptions(config));
    return { queue, close: () => queue.close() };
  }
  const previewer = openPreviewer(engine);
  const queue = inProcess(() => engine, {
    onTurn(run, report, thrown) {
      watching.turn(run, report, thrown);
      previewer.turn(run, report);
    },
  });
  const sweeper = startSweeper(engine, queue, (config.queue?.sweep ?? 30) * 1000, watching.sweep);
  return {
    queue,
    async close() {
      await sweeper.close();
      await queue.close();
      await previewer.close();
    },
  };
}
