// A process with a watchdog, which blocks or only waits. Started by watchdog.test.ts.
import { startWatchdog } from '../../dist/worker/index.js';

const [how] = process.argv.slice(2);
startWatchdog(2);
const end = Date.now() + 6_000;
if (how === 'blocks') while (Date.now() < end);
else await new Promise((resolve) => setTimeout(resolve, 4_000));
process.exit(0);
