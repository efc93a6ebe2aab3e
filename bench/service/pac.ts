import { startPac } from '../../sandbox/index.ts';

/** `pac.js`: a PAC that keeps its ledger in memory and answers at once, as a process of its own. */
const pac = await startPac();
process.stdout.write(`${pac.url}\n`);
