import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Pac, startPac } from '../../sandbox/index.ts';
import { folder } from './mx/alone.ts';
import { fillVault } from './mx/vault.ts';
import { issueKilled, openPlace } from './place.ts';

const place = await openPlace(folder, 'invoice');
afterAll(() => place.close());

let numbers = 0;

/** One invoice: killed at one point, gone on with by another process, to its end. */
async function live(pac: Pac, connector: string, at: number) {
  const data = { ...place.invoice, number: `C${++numbers}` };
  const { ports } = place.open({ pac: connector, pacUrl: pac.url, pacUser: 'any', swApiUrl: pac.url });
  const { points, goOn } = await issueKilled(ports, place.feature, data, at);
  const report = await goOn();
  const stamps = pac.ledger.filter(({ document }) => document.includes(` Folio="${data.number}"`));
  return { report, stamps, points };
}

const worlds = [
  { connector: 'finkok', kind: 'stamps-every-post', fault: undefined },
  { connector: 'swsapien', kind: 'detects-duplicates', fault: undefined },
  { connector: 'swsapien', kind: 'detects-duplicates', fault: 'once:accept-then-no-answer' },
] as const;

describe.each(worlds)('a process that is killed wherever it waits ($connector, $kind, $fault)', (world) => {
  it('is gone on with to one stamp, whose UUID is told', async () => {
    fillVault(place);
    const pac = await startPac({ kind: world.kind, clock: place.clock.now });
    writeFileSync(join(place.vault, 'swToken.secret'), pac.token);
    try {
      await pac.setFault(world.fault);
      const { points } = await live(pac, world.connector, Number.POSITIVE_INFINITY);
      expect(points).toBeGreaterThan(20);
      for (let at = 1; at <= points; at++) {
        await pac.setFault(world.fault);
        const { report, stamps } = await live(pac, world.connector, at);
        const where = `killed at point ${at} of ${points}`;
        expect(report, `${where} ${JSON.stringify(report.problems)}`).toMatchObject({
          state: 'completed',
          outcome: 'accepted',
        });
        expect(
          stamps.map(({ uuid }) => uuid),
          where,
        ).toEqual([report.values.uuid]);
      }
      console.log(`${world.connector}, ${world.fault ?? 'calm'}: killed at ${points} points, one stamp each`);
    } finally {
      await pac.close();
    }
  }, 120_000);
});
