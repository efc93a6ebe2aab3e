import { type FaultPlan, startPac } from '../../sandbox/index.ts';
import { isPacKind } from './pacs.ts';

/**
 * `pac.js KIND LEDGER SEED FOUND-AFTER`: an authority, as a process of its own. It loses one request in twenty before it has stamped, and
 * the answer to one in ten after; it tells of a stamp only when that is FOUND-AFTER milliseconds old. At its end it says how often it did.
 */
const [kind = '', ledgerFile = '', seed = '1', foundAfter = ''] = process.argv.slice(2);
if (!isPacKind(kind)) throw new Error(`no such PAC: ${kind}`);
const fault: readonly FaultPlan[] = [
  { fault: 'drop-before-accept', probability: 0.05 },
  { fault: 'accept-then-no-answer', probability: 0.1 },
];
const pac = await startPac({ kind, ledgerFile, fault, seed: Number(seed), stampedAfter: Number(foundAfter) });
process.stdout.write(`${pac.url}\n`);
process.once('SIGTERM', () => {
  const struck = (name: string) => pac.requests.filter((request) => request.fault === name).length;
  const dropped = { before: struck('drop-before-accept'), after: struck('accept-then-no-answer') };
  process.stdout.write(JSON.stringify(dropped), () => process.exit(0));
});
