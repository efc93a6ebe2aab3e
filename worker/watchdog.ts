import { Worker } from 'node:worker_threads';

export interface Watchdog {
  close(): Promise<void>;
}

/**
 * Ends this process by SIGKILL when its event loop has stood still for so many seconds: it renews no lock, answers no health check and
 * hears no signal, and the run that blocks it would block the next process that takes it, without end. Seconds are counted by a
 * thread, not by the clock, so that a machine that slept is no reason.
 */
export function startWatchdog(seconds = 60): Watchdog {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const beat = setInterval(() => Atomics.add(beats, 0, 1), 500);
  const thread = new Worker(program, { eval: true, workerData: { beats, seconds } });
  thread.unref();
  beat.unref();
  return {
    async close() {
      clearInterval(beat);
      await thread.terminate();
    },
  };
}

/** A text, because a thread begins with a file or a text, and where the file is depends on how Timbre was built. */
const program = `
const { workerData: { beats, seconds } } = require('node:worker_threads');
let [seen, still] = [-1, 0];
setInterval(() => {
  const now = Atomics.load(beats, 0);
  still = now === seen ? still + 1 : 0;
  seen = now;
  if (still >= seconds) process.kill(process.pid, 'SIGKILL');
}, 1000);`;
