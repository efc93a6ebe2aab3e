import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContainerClient } from '@azure/storage-blob';
import { Queue } from 'bullmq';
import {
  type Environment,
  openEnvironment,
  openFeature,
  ownFeatures,
  readConfig,
} from '../../platform/environment/index.ts';
import { type Azurite, hasAzurite, startAzurite } from '../../scripts/services/azurite.ts';
import { makeContainer } from '../../scripts/services/container.ts';
import { freePort } from '../../scripts/services/free-port.ts';
import { type Invoice, todaysInvoice, writeVault } from '../../scripts/services/material.ts';
import { helper, type Keeper, keep } from '../../scripts/services/processes.ts';
import { hasRedis, type RedisServer, startRedis } from '../../scripts/services/redis.ts';

export const canServe = hasRedis && hasAzurite;

/** The service as it is run: `serve` and one worker, each a process, over Redis and the emulator of Azure Blob. */
export interface ServiceWorld {
  readonly environment: Environment;
  readonly azurite: Azurite;
  readonly redis: RedisServer;
  /** The container that the service writes to. */
  readonly container: ContainerClient;
  /** Hands over an invoice of a number of its own; resolves to its run once the answer is 202. */
  submit(): Promise<string>;
  /** Hands over so many, in batches. */
  submitMany(invoices: number): Promise<void>;
  startWorker(): Promise<Keeper>;
  /** A metric of `serve` and of the worker, added up. */
  sumOf(metric: string): Promise<number>;
  /** Resolves when the queue has no more than so many left. */
  drained(left?: number): Promise<void>;
  /** Resolves when all that is finished is on the list. */
  listed(): Promise<void>;
  close(): Promise<void>;
}

export async function openService(): Promise<ServiceWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-bench-'));
  const [azurite, redis, pac, port, metricsPort] = await Promise.all([
    startAzurite(),
    startRedis(),
    helper(new URL('./pac.js', import.meta.url), []),
    freePort(),
    freePort(),
  ]);
  const invoice = todaysInvoice();
  const sas = await makeContainer(azurite);
  writeVault(join(folder, 'vault'), invoice, sas);
  const file = join(folder, 'timbre.yaml');
  writeFileSync(file, environmentOf(pac.url, redis.url, port));
  const environment = openEnvironment(readConfig(file));
  await environment.engine.deploy(await openFeature(join(ownFeatures, 'mx/cfdi')), '2023-04-01');
  const api = await keep(['serve', '-e', file], /listens/);
  const queue = new Queue('runs', { connection: { url: redis.url }, prefix: 'timbre:local' });
  const workers: Keeper[] = [];
  const erp = erpOf(`http://127.0.0.1:${port}`, invoice);
  return {
    environment,
    azurite,
    redis,
    container: new ContainerClient(sas),
    ...erp,
    async startWorker() {
      const worker = await keep(['worker', '-e', file, '--metrics', String(metricsPort)], /ready/);
      workers.push(worker);
      return worker;
    },
    async sumOf(metric) {
      const values = await Promise.all([port, metricsPort].map((each) => metricOf(each, metric)));
      return values.reduce((sum, each) => sum + each, 0);
    },
    async drained(left = 0) {
      for (;;) {
        const counts = await queue.getJobCounts('prioritized', 'wait', 'active', 'delayed');
        if (Object.values(counts).reduce((sum, each) => sum + each, 0) <= left) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async listed() {
      for (;;) {
        const { done = false } = await environment.engine.open()[Symbol.asyncIterator]().next();
        if (done) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    },
    async close() {
      await Promise.all([api, ...workers].map((each) => each.close()));
      await Promise.all([queue.close(), environment.close()]);
      await Promise.all([azurite.close(), redis.close(), pac.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const environmentOf = (pac: string, redis: string, port: number): string => `name: local
store: { blob: { sas: store } }
vault: { folder: vault }
allowedHosts: ["${pac}"]
settings: { pacUrl: "${pac}", pacUser: any }
queue: { redis: "${redis}" }
server: { port: ${port} }
legalEntities: { acme: {} }
`;

async function metricOf(port: number, metric: string): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(new RegExp(`^${metric} (\\S+)$`, 'm').exec(text)?.[1]);
}

function erpOf(url: string, invoice: Invoice) {
  const context = { country: 'MX', legalEntity: 'acme' };
  let last = 0;
  const next = () => ({ context, invoice: { ...invoice, number: String(++last) } });
  const post = async (path: string, body: object, key?: string) => {
    const headers = { 'content-type': 'application/json', ...(key && { 'idempotency-key': key }) };
    const response = await fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text);
  };
  return {
    async submit(): Promise<string> {
      const body = next();
      return (await post('/submissions', body, body.invoice.number)).id;
    },
    async submitMany(invoices: number): Promise<void> {
      for (let left = invoices; left > 0; left -= 500) {
        const submissions = Array.from({ length: Math.min(500, left) }, next);
        const keyed = submissions.map((each) => ({ ...each, key: each.invoice.number }));
        const answer: { submissions: { id?: string }[] } = await post('/submissions:batch', { submissions: keyed });
        if (answer.submissions.some(({ id }) => id === undefined)) throw new Error(JSON.stringify(answer));
      }
    },
  };
}
