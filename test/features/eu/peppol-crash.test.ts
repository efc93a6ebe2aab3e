import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { putSecrets } from '../../../cli/sandbox/wiring.ts';
import { startAccessPoint } from '../../../sandbox/index.ts';
import { type FaultName, parseFault } from '../../../sandbox/peppol/faults.ts';
import { issueKilled, openPlace } from '../place.ts';

const folder = fileURLToPath(new URL('../../../features/eu/peppol', import.meta.url));
const place = await openPlace(folder, 'delivered');
afterAll(() => place.close());

interface World {
  /** Where below its address the access point is asked. */
  readonly path: string;
  readonly fault: FaultName | undefined;
}

/** One invoice: killed at one point, gone on with by another process, to its end. */
async function live({ path, fault }: World, at: number) {
  const faults = fault === undefined ? [] : [parseFault(`once:${fault}`)];
  const accessPoint = await startAccessPoint({ clock: place.clock.now, faults });
  putSecrets({ accessPointToken: accessPoint.token }, place.vault);
  const { ports } = place.open({ accessPointUrl: `${accessPoint.url}${path}` });
  try {
    const { points, goOn } = await issueKilled(ports, place.feature, place.invoice, at);
    const asked = accessPoint.requests.length > 0;
    const report = await goOn();
    return { report, sent: accessPoint.transmissions, points, asked };
  } finally {
    await accessPoint.close();
  }
}

const worlds: readonly World[] = [
  { path: '', fault: 'accept-then-no-answer' },
  { path: '/forgetful', fault: 'accept-then-no-answer' },
];

/** Before the first request the worlds are the same: the second one is begun where something was asked for. */
let first = 1;

describe.each(worlds)('a process that is killed wherever it waits (documents$path, $fault)', (world) => {
  it('is gone on with to one transmission, whose id is told', async () => {
    const { points } = await live(world, Number.POSITIVE_INFINITY);
    expect(points).toBeGreaterThan(20);
    const from = first;
    for (let at = from; at <= points; at++) {
      const { report, sent, asked } = await live(world, at);
      if (!asked) first = at;
      const where = `killed at point ${at} of ${points}`;
      expect(report, `${where} ${JSON.stringify(report.problems)}`).toMatchObject({
        state: 'completed',
        outcome: 'accepted',
      });
      expect(
        sent.map(({ id }) => id),
        where,
      ).toEqual([report.values.message]);
    }
    console.log(
      `${world.path || '/'}, ${world.fault ?? 'calm'}: killed at ${points - from + 1} points, one transmission each`,
    );
  }, 120_000);
});
