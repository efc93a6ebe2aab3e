import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { choose } from '../../../cli/commands/run.ts';
import { putSecrets } from '../../../cli/sandbox/wiring.ts';
import { createEngine, type Ports } from '../../../engine/index.ts';
import { localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { startAccessPoint } from '../../../sandbox/index.ts';
import { type FaultName, parseFault } from '../../../sandbox/peppol/faults.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { CrashPoint } from '../../crash-point.ts';

const folder = fileURLToPath(new URL('../../../features/eu/peppol', import.meta.url));
const feature = await opening(folder);
const invoice = JSON.parse(readFileSync(join(folder, 'cases/delivered/input.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'timbre-peppol-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const vault = join(home, 'vault');
const http = createHttp({ allowedHosts: [], allowLoopback: true });
afterAll(() => http.close());

/** It only moves when somebody sleeps; the access point lives by it too. */
let now = Date.parse(`${invoice.issueDate}T18:00:00Z`);
const clock = {
  now: () => new Date(now),
  monotonic: () => now,
  async sleep(milliseconds: number) {
    now += milliseconds;
  },
};

interface World {
  /** Where below its address the access point is asked. */
  readonly path: string;
  readonly fault: FaultName | undefined;
}

/** One invoice: killed at one point, gone on with by another process, to its end. */
async function live({ path, fault }: World, at: number) {
  const faults = fault === undefined ? [] : [parseFault(`once:${fault}`)];
  const accessPoint = await startAccessPoint({ clock: clock.now, faults });
  putSecrets({ accessPointToken: accessPoint.token }, vault);
  const config = {
    ...localConfig(home),
    vault: { folder: vault },
    settings: { accessPointUrl: `${accessPoint.url}${path}` },
  };
  const ports: Ports = openEnvironment(config, { http, clock, store: memoryStore(), compile: () => feature }).ports;
  try {
    const { pipeline, context } = choose(feature, 'issue', invoice, {});
    const request = { feature, pipeline, context, data: Buffer.from(JSON.stringify(invoice)) };
    const run = await createEngine(ports).submit(request);
    const point = new CrashPoint(at);
    await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
    const asked = accessPoint.requests.length > 0;
    await clock.sleep(700);
    const report = await createEngine(ports).advance(run, { patience: 1e9 });
    return { report, sent: accessPoint.transmissions, points: point.reached, asked };
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
