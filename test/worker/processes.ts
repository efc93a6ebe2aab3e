import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type Environment, openEnvironment, openFeature, readConfig } from '../../platform/environment/index.ts';
import { startPac } from '../../sandbox/index.ts';
import type { Azurite } from '../../scripts/services/azurite.ts';
import { makeContainer } from '../../scripts/services/container.ts';
import { copyIssuing } from '../../scripts/services/feature.ts';
import { todaysInvoice, writeVault } from '../../scripts/services/material.ts';
import { startRedis } from '../../scripts/services/redis.ts';
import { openQueue } from '../../worker/index.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Whether there is a command to run as a process. */
export const isBuilt = existsSync(main);

/** Runs that one worker has at hand at most. */
export const atHand = 100;

interface WorldOptions {
  /** Submissions that are there, and not queued. */
  readonly runs: number;
  /** Where the store is; in a folder, when left out. */
  readonly azurite?: Azurite;
  /** Milliseconds until the PAC answers. */
  readonly delay?: number;
}

/** Real processes of `timbre worker` and `timbre serve`, what they need, and how they end; all of it is gone after the tests of one `describe`. */
export function useProcesses() {
  const all = mkdtempSync(join(tmpdir(), 'timbre-stop-'));
  const closing: { close(): Promise<unknown> }[] = [];
  const logs = new Map<ChildProcess, string>();
  afterAll(async () => {
    for (const child of logs.keys()) child.kill('SIGKILL');
    for (const each of closing) await each.close();
    rmSync(all, { recursive: true, force: true });
  });
  return {
    closing,
    logOf: (child: ChildProcess): string => logs.get(child) ?? '',

    async world({ runs: many, azurite, delay = 2_000 }: WorldOptions) {
      const folder = mkdtempSync(join(all, 'world-'));
      const [pac, redis] = await Promise.all([startPac({ fault: [{ fault: 'slow', delay }] }), startRedis()]);
      closing.push(pac, redis);
      const invoice = todaysInvoice();
      writeVault(join(folder, 'vault'), invoice, azurite ? await makeContainer(azurite) : 'not used');
      const file = join(folder, 'timbre.yaml');
      const store = azurite ? '{ blob: { sas: store } }' : '{ folder: store }';
      writeFileSync(file, environmentOf(store, pac.url, redis.url));
      const environment = openEnvironment(readConfig(file));
      closing.push(environment);
      const queue = await openQueue({ redis: redis.url, prefix: 'timbre:local' });
      closing.push(queue);
      const runs = await submitAll(environment, join(folder, 'cfdi'), invoice, many);
      return { pac, redis, environment, file, runs, queue, invoice };
    },

    /** Resolves once it is ready, to what it said, too. */
    async begin(
      command: 'worker' | 'serve',
      file: string,
    ): Promise<{ readonly child: ChildProcess; readonly said: string }> {
      const child = spawn(process.execPath, ['--no-opt', main, command, '-e', file], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      logs.set(child, '');
      child.stderr.on('data', (chunk) => logs.set(child, `${logs.get(child)}${chunk}`));
      const [said] = await once(child.stdout, 'data');
      return { child, said: String(said) };
    },

    /** Tells it to stop. */
    async stop(child: ChildProcess): Promise<{ readonly code: unknown; readonly took: number }> {
      const began = performance.now();
      child.kill('SIGTERM');
      const [code, signal] = await once(child, 'exit');
      return { code: code ?? signal, took: performance.now() - began };
    },
  };
}

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
const environmentOf = (store: string, pac: string, redis: string): string => `name: local
store: ${store}
vault: { folder: vault }
allowedHosts: ["${pac}"]
settings: { pacUser: any, pacUrl: "${pac}" }
queue: { redis: "${redis}", concurrency: ${atHand}, sweep: 600 }
legalEntities: { acme: {} }
`;
