import type { RunEvent, RunReport } from '../../engine/index.ts';
import type { Tried } from '../../platform/webhooks/index.ts';
import type { Swept } from '../sweeper.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { openTraces, type Traces } from './traces.ts';

/** Whoever is told what happens: a log, metrics, a watch over progress. */
export interface Watch {
  event(event: RunEvent): void;
  turn(run: string, report: RunReport | undefined, thrown: unknown): void;
  sweep(swept: Swept, thrown: unknown): void;
  /** After a look into an inbound channel. */
  looked(channel: string, found: number, thrown: unknown): void;
  /** After each try to tell a webhook. */
  told(tried: Tried): void;
}

/** Tells all of them, and `progress` of each sign of life. */
export function watch(
  log: Log,
  metrics: Metrics,
  progress: () => void = () => {},
  traces: Traces = openTraces(),
): Watch {
  return {
    event(event) {
      progress();
      log.event(event);
      metrics.event(event);
      traces.event(event);
    },
    turn(run, report, thrown) {
      progress();
      log.turn(run, report, thrown);
      metrics.turn(run, report, thrown);
      traces.turn(run, report, thrown);
    },
    sweep(swept, thrown) {
      log.sweep(swept, thrown);
      metrics.sweep(swept, thrown);
    },
    looked(channel, found, thrown) {
      log.looked(channel, found, thrown);
      metrics.traffic.looked(channel, thrown);
    },
    told(tried) {
      log.told(tried);
      metrics.traffic.tried(tried);
    },
  };
}
