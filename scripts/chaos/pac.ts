import { type FaultPlan, startPac } from '../../sandbox/index.ts';

/**
 * `pac.js KIND LEDGER SEED`: the authority, as a process of its own. It loses one request in twenty before it has stamped, and the
 * answer to one in ten after.
 */
const [kind = '', ledgerFile = '', seed = '1'] = process.argv.slice(2);
if (kind !== 'detects-duplicates' && kind !== 'stamps-every-post') throw new Error(`no such PAC: ${kind}`);
const fault: readonly FaultPlan[] = [
  { fault: 'drop-before-accept', probability: 0.05 },
  { fault: 'accept-then-no-answer', probability: 0.1 },
];
const pac = await startPac({ kind, ledgerFile, fault, seed: Number(seed), stampedAfter: 400 });
process.stdout.write(`${pac.url}\n`);
