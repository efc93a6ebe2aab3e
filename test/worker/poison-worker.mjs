// A worker whose process ends, without a word, whenever it advances the run that is named. Started by poison.test.ts.
import { appendFileSync } from 'node:fs';
import { createEngine } from '../../dist/engine/index.js';
import { systemClock } from '../../dist/platform/clock.js';
import { folderStore } from '../../dist/platform/store/index.js';
import { startWorker } from '../../dist/worker/index.js';

const [redis, prefix, folder, poison, done] = process.argv.slice(2);
const engine = createEngine({ store: folderStore(folder), clock: systemClock, environment: { name: 'local' } });
const advance = async (run) => {
  const report = await engine.read(run);
  if (report.state === 'held') return report;
  if (run === poison) process.kill(process.pid, 'SIGKILL');
  // So that others are at hand when it happens.
  await new Promise((resolve) => setTimeout(resolve, 300));
  appendFileSync(done, `${run}\n`);
  return { ...report, state: 'completed' };
};
await startWorker({ ...engine, advance }, { redis, prefix, concurrency: 4, takeover: 400 });
