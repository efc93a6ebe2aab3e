export { type InProcess, inProcess } from './in-process.ts';
export { type ChannelWatch, type OnLook, type WatchedChannel, watchChannels } from './inbound.ts';
export { openPreviewer, type Previewer } from './previewer.ts';
export { type Depth, type Enqueue, openQueue, type QueueOptions, type RunQueue } from './queue.ts';
export { openSharedGates, type SharedGates } from './shared-gates.ts';
export { type Sweeper, type Swept, startSweeper, sweep } from './sweeper.ts';
export {
  daysLeft,
  type Health,
  type Listener,
  type Log,
  type LogLevel,
  listen,
  type Metrics,
  openLog,
  openMetrics,
  openTraces,
  type Traces,
  type TrafficMetrics,
  type Watch,
  watch,
  watchCertificates,
  watchProgress,
} from './telemetry/index.ts';
export type { OnTurn } from './turns.ts';
export { startWatchdog, type Watchdog } from './watchdog.ts';
export { startWorker, type WorkerHandle, type WorkerOptions } from './worker.ts';
