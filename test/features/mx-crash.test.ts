import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { choose } from '../../cli/commands/run.ts';
import { putSecrets } from '../../cli/sandbox/wiring.ts';
import { createEngine, type Ports } from '../../engine/index.ts';
import { localConfig, openEnvironment } from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { makeTestTaxpayer, type Pac, startPac } from '../../sandbox/index.ts';
import { opening } from '../../scripts/services/opened.ts';
import { CrashPoint } from '../crash-point.ts';
import { folder } from './mx/alone.ts';

const feature = await opening(folder);
const invoice = JSON.parse(readFileSync(join(folder, 'cases/invoice/input.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'timbre-crash-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const vault = join(home, 'vault');
const http = createHttp({ allowedHosts: [], allowLoopback: true });
afterAll(() => http.close());

/** It only moves when somebody sleeps; the PAC lives by it too. */
let now = Date.parse(`${invoice.issueDate}T18:00:00Z`);
const clock = {
  now: () => new Date(now),
  monotonic: () => now,
  async sleep(milliseconds: number) {
    now += milliseconds;
  },
};

function portsFor(pac: Pac, connector: string): Ports {
  const url = pac.url;
  const settings = { pac: connector, pacUrl: url, pacUser: 'any', swApiUrl: url };
  const config = { ...localConfig(home), vault: { folder: vault }, settings };
  return openEnvironment(config, { http, clock, store: memoryStore(), compile: () => feature }).ports;
}

let numbers = 0;

/** One invoice: killed at one point, gone on with by another process, to its end. */
async function live(pac: Pac, connector: string, at: number) {
  const data = { ...invoice, number: `C${++numbers}` };
  const ports = portsFor(pac, connector);
  const { pipeline, context } = choose(feature, 'issue', data, {});
  const request = { feature, pipeline, context, data: Buffer.from(JSON.stringify(data)) };
  const run = await createEngine(ports).submit(request);
  const point = new CrashPoint(at);
  await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
  await clock.sleep(700);
  const report = await createEngine(ports).advance(run, { patience: 1e9 });
  const stamps = pac.ledger.filter(({ document }) => document.includes(` Folio="${data.number}"`));
  return { report, stamps, points: point.reached };
}

const worlds = [
  { connector: 'finkok', kind: 'stamps-every-post', fault: undefined },
  { connector: 'swsapien', kind: 'detects-duplicates', fault: undefined },
  { connector: 'swsapien', kind: 'detects-duplicates', fault: 'once:accept-then-no-answer' },
] as const;

describe.each(worlds)('a process that is killed wherever it waits ($connector, $kind, $fault)', (world) => {
  it('is gone on with to one stamp, whose UUID is told', async () => {
    mkVault();
    const pac = await startPac({ kind: world.kind, clock: clock.now });
    writeFileSync(join(vault, 'swToken.secret'), pac.token);
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

function mkVault(): void {
  const taxpayer = makeTestTaxpayer({ rfc: invoice.seller.taxId, name: invoice.seller.name });
  putSecrets({ pacPassword: 'any' }, vault);
  writeFileSync(join(vault, 'csd.pfx'), taxpayer.pfx('test', 'modern'));
  writeFileSync(join(vault, 'csd.password'), 'test');
}
