import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { type Environment, openEnvironment, openFeature, readConfig } from '../../platform/environment/index.ts';
import { startPac } from '../../sandbox/index.ts';
import { copyIssuing } from '../../scripts/services/feature.ts';
import { todaysInvoice, writeVault } from '../../scripts/services/material.ts';
import { hasRedis, type RedisServer, startRedis } from '../../scripts/services/redis.ts';
import { openQueue } from '../../worker/index.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const atHand = 100;

describe.skipIf(!existsSync(main) || !hasRedis)('timbre worker told to stop, needs redis-server', () => {
  const all = mkdtempSync(join(tmpdir(), 'timbre-stop-'));
  const closing: { close(): Promise<unknown> }[] = [];
  const workers: ChildProcess[] = [];
  const logs = new Map<ChildProcess, string>();
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL');
    for (const each of closing) await each.close();
    rmSync(all, { recursive: true, force: true });
  });

  async function world(many: number) {
    const folder = mkdtempSync(join(all, 'world-'));
    const [pac, redis] = await Promise.all([startPac({ fault: [{ fault: 'slow', delay: 2_000 }] }), startRedis()]);
    closing.push(pac, redis);
    const invoice = todaysInvoice();
    writeVault(join(folder, 'vault'), invoice, 'not used');
    const file = join(folder, 'timbre.yaml');
    writeFileSync(file, environmentOf(pac.url, redis));
    const environment = openEnvironment(readConfig(file));
    closing.push(environment);
    const queue = await openQueue({ redis: redis.url, prefix: 'timbre:local' });
    closing.push(queue);
    const runs = await submitAll(environment, join(folder, 'cfdi'), invoice, many);
    return { pac, redis, environment, file, runs, queue };
  }

  /** Resolves once it is ready. */
  async function begin(command: 'worker' | 'serve', file: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--no-opt', main, command, '-e', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    workers.push(child);
    logs.set(child, '');
    child.stderr.on('data', (chunk) => logs.set(child, `${logs.get(child)}${chunk}`));
    await once(child.stdout, 'data');
    return child;
  }
  const worker = (file: string): Promise<ChildProcess> => begin('worker', file);

  async function stop(child: ChildProcess): Promise<{ readonly code: unknown; readonly took: number }> {
    const began = performance.now();
    child.kill('SIGTERM');
    const [code, signal] = await once(child, 'exit');
    return { code: code ?? signal, took: performance.now() - began };
  }

  it(`with ${atHand} runs at hand: ends in time, leaves no attempt unknown, and the next one does the rest`, async () => {
    const { pac, environment, file, runs, queue } = await world(atHand + 20);
    const first = await worker(file);
    await Promise.all(runs.map((run) => queue.add(run)));
    await expect.poll(() => pac.requests.length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(atHand / 2);
    expect((await queue.depth()).active).toBeGreaterThan(atHand / 2);
    const { code, took } = await stop(first);
    process.stdout.write(`timbre worker with ${atHand} runs at hand ended within ${(took / 1000).toFixed(1)} s\n`);
    expect(code).toBe(0);
    expect(took).toBeLessThan(20_000);
    expect((await queue.depth()).active).toBe(0);
    for (const run of runs) expect((await environment.engine.log(run)).at(-1)?.type).not.toBe('attempted');
    const second = await worker(file);
    for (const run of runs)
      await expect.poll(() => environment.engine.read(run), { timeout: 60_000 }).toMatchObject({ outcome: 'accepted' });
    expect((await stop(second)).code).toBe(0);
    expect(pac.ledger.length).toBe(runs.length);
  }, 150_000);

  it('while Redis is away: ends once the answer is there, says so, and the next one sends nothing again', async () => {
    const { pac, redis, environment, file, runs, queue } = await world(1);
    const [run = ''] = runs;
    const first = await worker(file);
    await queue.add(run);
    await expect.poll(() => pac.requests.length, { timeout: 30_000, interval: 20 }).toBe(1);
    await redis.close();
    const { code, took } = await stop(first);
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
    expect(logs.get(first)).toContain('"msg":"queue left"');
    expect(await environment.engine.read(run)).toMatchObject({ outcome: 'accepted' });
    closing.push(await startRedis([], redis.port));
    const fresh = await openQueue({ redis: redis.url, prefix: 'timbre:local' });
    closing.push(fresh);
    await fresh.add(run);
    const second = await worker(file);
    await expect.poll(() => fresh.depth(), { timeout: 30_000 }).toMatchObject({ waiting: 0, active: 0 });
    expect((await stop(second)).code).toBe(0);
    expect(pac.ledger.length).toBe(1);
    expect(pac.requests.length).toBe(1);
  }, 90_000);

  it('while Redis is away and comes back: ends as ever', async () => {
    const { redis, file } = await world(0);
    const child = await worker(file);
    await redis.close();
    const stopped = stop(child);
    await pause(1_000);
    closing.push(await startRedis([], redis.port));
    const { code, took } = await stopped;
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
  }, 60_000);

  it('timbre serve ends while Redis is away', async () => {
    const { redis, file } = await world(0);
    const child = await begin('serve', file);
    await redis.close();
    const { code, took } = await stop(child);
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
  }, 60_000);
});

async function submitAll(
  { engine }: Environment,
  folder: string,
  invoice: object,
  many: number,
): Promise<readonly string[]> {
  copyIssuing(folder);
  const feature = await openFeature(folder);
  // A worker looks at all that come with Timbre where nothing is deployed.
  await engine.deploy(feature, '2023-04-01');
  const pipeline = feature.pipelines.issue;
  if (!pipeline) throw new Error('no pipeline');
  const context = { country: 'MX', legalEntity: 'acme', documentType: 'invoice' };
  const submit = (at: number) => {
    const data = Buffer.from(JSON.stringify({ ...invoice, number: `S${at}` }));
    return engine.submit({ feature, pipeline, context, data });
  };
  return Promise.all(Array.from({ length: many }, (_, at) => submit(at)));
}

/** Sweeps are far apart: what is done here comes from the queue. */
const environmentOf = (pac: string, redis: RedisServer): string => `name: local
store: { folder: store }
vault: { folder: vault }
allowedHosts: ["${pac}"]
settings: { pacUser: any, pacUrl: "${pac}" }
queue: { redis: "${redis.url}", concurrency: ${atHand}, sweep: 600 }
legalEntities: { acme: {} }
`;
