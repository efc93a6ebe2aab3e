import { parseArgs } from 'node:util';
import { hasAzurite, installAzurite } from '../services/azurite.ts';
import { hasRedis, installRedis } from '../services/redis.ts';
import { runChaos } from './run.ts';

/** `npm run chaos -- --invoices N --seed S [--pac KIND] [--settle 6s]`; exits 1 when anything is not as it must be. */
const { values } = parseArgs({
  options: {
    invoices: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: '3' },
    pac: { type: 'string' },
    settle: { type: 'string', default: '6s' },
  },
});
if (!hasRedis) installRedis();
if (!hasAzurite) installAzurite();
const invoices = Number(values.invoices);
const pacs = ['detects-duplicates', 'stamps-every-post'] as const;
for (const pac of pacs.filter((each) => values.pac === undefined || each === values.pac)) {
  const options = { pac, workers: Number(values.workers), seed: Number(values.seed), settle: values.settle };
  const chaos = await runChaos(invoices, options, 60_000 + invoices * 2_000);
  const { lost, doubled, unrecorded, wrongBytes, made, seconds, details } = chaos;
  const trouble = Object.entries(made).map(([name, times]) => `${name} ${times}`);
  process.stdout.write(
    `${invoices} invoices, a PAC that ${pac}, seed ${values.seed}, ${seconds.toFixed(0)} s: ${trouble.join(', ')}\n`,
  );
  for (const detail of details.slice(0, 20)) process.stdout.write(`  ${detail}\n`);
  process.stdout.write(`lost ${lost}, doubled ${doubled}, unrecorded ${unrecorded}, wrong bytes ${wrongBytes}\n`);
  if (lost + doubled + unrecorded + wrongBytes > 0) process.exitCode = 1;
}
