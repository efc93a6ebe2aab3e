import { parseArgs } from 'node:util';
import { hasAzurite, installAzurite } from '../services/azurite.ts';
import { hasRedis, installRedis } from '../services/redis.ts';
import { endOnSignals } from '../services/with-us.ts';
import { isPacKind, pacKinds } from './pacs.ts';
import { type Chaos, runChaos } from './run.ts';
import { tell } from './tell.ts';

/**
 * `npm run chaos -- --invoices N --seed S [--pac KIND]`: exits 1 when anything is not as it must be.
 *
 * `--calm` makes no trouble: what the same takes then. `--redis-away SECONDS`, `--store-away SECONDS`: each is away for so long, once.
 * `--control` shows that the checker can find something: the PAC that stamps every post tells of a stamp only half a minute after the
 * settle window has believed that there is none. Exits 1 when no double is found.
 */
const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '3' },
    pac: { type: 'string', multiple: true, default: [...pacKinds] },
    settle: { type: 'string', default: '6' },
    control: { type: 'boolean', default: false },
    calm: { type: 'boolean', default: false },
    'redis-away': { type: 'string', default: '0' },
    'store-away': { type: 'string', default: '0' },
  },
});
endOnSignals();
if (!hasRedis) installRedis();
if (!hasAzurite) installAzurite();
const { control, calm } = values;
const [invoices, seed, workers, settle] = [values.invoices, values.seed, values.workers, values.settle].map(Number);
const options = {
  pacs: control ? (['stamps-every-post'] as const) : values.pac.filter(isPacKind),
  workers: workers ?? 3,
  seed: seed ?? 1,
  calm,
  settle: settle ?? 6,
  away: { redis: Number(values['redis-away']), store: Number(values['store-away']) },
  foundAfter: control ? (settle ?? 6) + 30 : 0.4,
};
const chaos = await runChaos(invoices ?? 300, options, 60_000 + (invoices ?? 300) * 500);
for (const line of tell(invoices ?? 300, options, chaos)) process.stdout.write(`${line}\n`);
const bad = ({ lost, doubled, unrecorded, wrongBytes }: Chaos) => lost + doubled + unrecorded + wrongBytes > 0;
process.exitCode = (control ? chaos.doubled > 0 : !bad(chaos)) ? 0 : 1;
