import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { putSecrets } from '../../../cli/sandbox/wiring.ts';
import type { Engine } from '../../../engine/index.ts';
import { type Inbound, openInbound } from '../../../platform/inbound/index.ts';
import { type AccessPoint, startAccessPoint } from '../../../sandbox/index.ts';
import { parseFault } from '../../../sandbox/peppol/faults.ts';
import { issue, openPlace } from '../place.ts';

const folder = fileURLToPath(new URL('../../../features/eu/peppol', import.meta.url));
const place = await openPlace(folder, 'delivered');
const { feature, clock } = place;
const inbox = join(place.home, 'inbox');
const channels = [
  { name: 'ours', legalEntity: 'acme' },
  { name: 'theirs', legalEntity: 'bolt' },
];

const faults = [
  ['buyer-acknowledges', 'AB', 'pending'],
  ['buyer-works-on-it', 'IP', 'pending'],
  ['buyer-queries', 'UQ', 'pending'],
  ['buyer-accepts-conditionally', 'CA', 'accepted'],
  ['buyer-rejects', 'RE', 'refused'],
  ['buyer-has-paid', 'PD', 'accepted'],
] as const;

let accessPoint: AccessPoint;
let engine: Engine;
let inbound: Inbound;
beforeAll(async () => {
  // One after the other, each strikes the invoice that is sent then.
  const plans = faults.map(([fault]) => parseFault(`once:${fault}`));
  accessPoint = await startAccessPoint({ clock: clock.now, inbox, faults: plans });
  putSecrets({ accessPointToken: accessPoint.token }, place.vault);
  const environment = place.open({ accessPointUrl: accessPoint.url });
  engine = environment.engine;
  inbound = openInbound({
    ...{ engine, channels, clock, store: environment.ports.store, largest: 1_000_000 },
    deployed: async () => [feature],
    queue: async () => {},
  });
});
afterAll(async () => {
  await accessPoint.close();
  await place.close();
});

/** Sends an invoice; what its buyer answers is in the inbox then. */
async function send(number: string) {
  const context = { legalEntity: 'acme', format: 'peppol' };
  const report = await issue(engine, feature, { ...place.invoice, number }, context);
  expect(report).toMatchObject({ state: 'completed', outcome: 'accepted' });
  const [name = ''] = readdirSync(inbox).filter((each) => each.includes(String(report.values.message)));
  return { report, file: { name, mediaType: 'application/xml', bytes: readFileSync(join(inbox, name)) } };
}

async function take(channel: (typeof channels)[number], file: Awaited<ReturnType<typeof send>>['file']) {
  const { result } = await inbound.take(channel, file);
  const run = result?.runs[0]?.run ?? '';
  return engine.advance(run, { patience: 1e9 });
}

describe('what a buyer answers, as it comes in', () => {
  it.each(faults)('%s: %s is told with the invoice as %s', async (_fault, status, says) => {
    const { report, file } = await send(`IR-${status}`);
    const response = await take({ name: 'ours', legalEntity: 'acme' }, file);
    expect(response).toMatchObject({ original: report.run, says, values: { status, number: `IR-${status}` } });
    const later = [{ run: response.run, pipeline: 'response', says, values: { status } }];
    expect(await engine.later(report.run)).toMatchObject(later);
    expect(await engine.read(report.run)).toEqual(report);
    // The same file again is the same answer.
    expect((await take({ name: 'ours', legalEntity: 'acme' }, file)).run).toBe(response.run);
    expect(await engine.later(report.run)).toHaveLength(1);
  });

  it('by the channel of another legal entity is read, and linked to nothing', async () => {
    const { report, file } = await send('IR-AP');
    const problems = expect.arrayContaining([expect.objectContaining({ code: 'ORIGINAL_UNKNOWN' })]);
    const response = await take({ name: 'theirs', legalEntity: 'bolt' }, file);
    expect(response).toMatchObject({ state: 'completed', values: { status: 'AP' }, problems });
    expect(await engine.later(report.run)).toEqual([]);
  });
});
