export { type InProcess, inProcess } from './in-process.ts';
export { type Enqueue, openQueue, type QueueOptions, type RunQueue } from './queue.ts';
export { type Sweeper, startSweeper, sweep } from './sweeper.ts';
export { type Turn, takeTurn } from './turn.ts';
export { startWorker, type WorkerHandle, type WorkerOptions } from './worker.ts';
