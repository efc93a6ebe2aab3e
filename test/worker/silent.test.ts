import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { openEnvironment, readConfig } from '../../platform/environment/index.ts';
import { folderVault, keyVault } from '../../platform/vault/index.ts';
import { type Azurite, hasAzurite, startAzurite } from '../../scripts/services/azurite.ts';
import { hasRedis } from '../../scripts/services/redis.ts';
import { startWorker } from '../../worker/index.ts';
import { startKeyVault, token } from '../platform/vault/key-vault-server.ts';
import { isBuilt, useProcesses } from './processes.ts';

/** What hangs takes connections and says nothing: unlike a refusal, nothing ends by itself. Most of the time these tests wait. */
describe.skipIf(!isBuilt || !hasRedis)('while something hangs, needs redis-server', { concurrent: true }, () => {
  const { closing, world, begin, stop, logOf } = useProcesses();
  let azurite: Azurite | undefined;
  beforeAll(async () => {
    azurite = hasAzurite ? await startAzurite() : undefined;
  }, 60_000);
  afterAll(() => azurite?.close());

  /**
   * A worker waits for the PAC's answer about a run, and `serve` for requests; then the store hangs, or Redis where no store is given, and the
   * worker is told to stop: what is answered meanwhile.
   */
  async function hanging(number: string, store?: Azurite) {
    const made = await world({ runs: 1, delay: 500, ...(store && { azurite: store }) });
    const { file, pac, queue, runs } = made;
    const [run = ''] = runs;
    const [worker, server] = await Promise.all([begin('worker', file), begin('serve', file)]);
    await queue.add(run);
    while (pac.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const http = client(server.said);
    const goOn = (store ?? made.redis).stop();
    const stopped = stop(worker.child);
    const [submitted, ...asked] = await Promise.all([
      http.submit({ ...made.invoice, number }),
      http.ask(`/submissions/${run}`),
      http.ask('/health'),
    ]);
    const answers = [submitted, ...asked];
    return { ...made, run, worker: worker.child, server: server.child, http, goOn, stopped, submitted, answers };
  }

  it('Redis: requests are answered, a worker told to stop ends, and all is done once it goes on', async ({
    expect,
  }) => {
    const hung = await hanging('H1');
    const { pac, environment, file, run, worker, server, http, goOn, stopped, submitted, answers } = hung;
    const metrics = await http.ask('/metrics');
    expect([...answers, metrics].map(({ status }) => status)).toEqual([202, 200, 200, 200]);
    for (const { took } of [...answers, metrics]) expect(took).toBeLessThan(10_000);
    expect(metrics.text).toMatch(/^timbre_queue_up 0$/m);
    const { code, took } = await stopped;
    expect(code).toBe(0);
    expect(took).toBeLessThan(30_000);
    expect(logOf(worker)).toContain('"msg":"queue left"');
    expect(await environment.engine.read(run)).toMatchObject({ outcome: 'accepted' });
    goOn();
    const isUp = async () => (await http.ask('/metrics')).text;
    await expect.poll(isUp, { timeout: 10_000 }).toMatch(/^timbre_queue_up 1$/m);
    const { child: next } = await begin('worker', file);
    const { id } = JSON.parse(submitted.text);
    await expect.poll(() => environment.engine.read(id), { timeout: 30_000 }).toMatchObject({ outcome: 'accepted' });
    for (const child of [next, server]) expect((await stop(child)).code).toBe(0);
    expect(pac.requests.length).toBe(2);
    expect(pac.ledger.length).toBe(2);
  }, 90_000);

  it('the store: requests say so, a worker told to stop ends, and the next one sends nothing again', async ({
    expect,
    skip,
  }) => {
    if (azurite === undefined) return skip('needs azurite');
    const hung = await hanging('H2', azurite);
    const { pac, environment, file, run, worker, server, goOn, stopped, submitted, answers } = hung;
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(JSON.parse(submitted.text)).toMatchObject({ code: 'STORE_FAILED' });
    const { code, took } = await stopped;
    expect(code).toBe(0);
    expect(took).toBeLessThan(30_000);
    expect(logOf(worker)).toContain('"code":"STORE_FAILED"');
    goOn();
    const { child: next } = await begin('worker', file);
    await expect.poll(() => environment.engine.read(run), { timeout: 30_000 }).toMatchObject({ outcome: 'accepted' });
    for (const child of [next, server]) expect((await stop(child)).code).toBe(0);
    expect(pac.ledger.length).toBe(1);
  }, 90_000);

  it('Key Vault, while a run is signed: a worker told to stop ends, and the run is held', async ({ expect }) => {
    const { pac, file, runs, queue, redis } = await world({ runs: 1, delay: 0 });
    const [run = ''] = runs;
    const server = await startKeyVault();
    closing.push(server);
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = { disableChallengeResourceVerification: true, tlsOptions: { ca: server.ca } };
    const { signer } = keyVault({ url: server.url, credential, client, patience: 1_000 });
    const folder = folderVault(join(dirname(file), 'vault'));
    const environment = openEnvironment(readConfig(file), { vault: { ...folder, signer } });
    closing.push(environment);
    server.faults.push('silence', 'silence');
    const worker = await startWorker(environment.engine, { redis: redis.url, prefix: 'timbre:local' });
    await queue.add(run);
    await expect.poll(() => server.asked.length, { timeout: 10_000, interval: 20 }).toBe(1);
    const began = performance.now();
    await worker.close();
    expect(performance.now() - began).toBeLessThan(15_000);
    const { state, problems } = await environment.engine.read(run);
    expect(state).toBe('held');
    expect(problems.map(({ code }) => code)).toContain('VAULT_FAILED');
    expect(pac.requests.length).toBe(0);
  }, 60_000);
});

function client(said: string) {
  const [url = ''] = /http:\/\/\S+(?=\.)/.exec(said) ?? [];
  const ask = async (path: string, init: RequestInit = {}) => {
    const began = performance.now();
    const response = await fetch(url + path, init);
    return { status: response.status, text: await response.text(), took: performance.now() - began };
  };
  const submit = (invoice: object) =>
    ask('/submissions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ invoice, context: { country: 'MX', legalEntity: 'acme', documentType: 'invoice' } }),
    });
  return { ask, submit };
}
