import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ContainerClient } from '@azure/storage-blob';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFeatures } from '../../platform/environment/index.ts';
import { makeTestTaxpayer, startPac } from '../../sandbox/index.ts';
import { hasAzurite, startAzurite } from '../../scripts/services/azurite.ts';
import { makeContainer } from '../../scripts/services/container.ts';
import { freePort } from '../../scripts/services/free-port.ts';
import { todaysInvoice } from '../../scripts/services/material.ts';
import { type Keeper, keep } from '../../scripts/services/processes.ts';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { hashOf, newKey } from '../../server/index.ts';

const built = existsSync(fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)));
const canary = (): string => `canary.${randomBytes(15).toString('hex')}`;

/** What the service uses, and must keep to itself. */
const used = {
  pfxPassword: canary(),
  pacPassword: canary(),
  wrongPassword: canary(),
  keys: [newKey(), newKey(), newKey()],
};
/** What a careless client sends where it does not belong. */
const careless = [
  'authorization',
  'cookie',
  'x-api-key',
  'proxy-authorization',
  'x-ms-token',
  'api-key',
  'x-auth',
  'referer',
].map((header) => ({ header, value: canary() }));
const inQuery = [canary(), canary()];

const invoice = todaysInvoice() as { seller: { taxId: string; name: string } };
const taxpayer = makeTestTaxpayer({ rfc: invoice.seller.taxId, name: invoice.seller.name });
const pfx = taxpayer.pfx(used.pfxPassword, 'modern');
const privateKey = taxpayer.privateKeyPem.replaceAll(/-----.*-----|\s/g, '');

describe.skipIf(!built || !hasRedis || !hasAzurite)('20 secrets, needs redis-server and azurite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-canaries-'));
  const closing: { close(): Promise<unknown> }[] = [];
  const answers: string[] = [];
  let [sas, url, metricsPort, redisUrl] = ['', '', 0, ''];
  let processes: Keeper[] = [];

  beforeAll(async () => {
    const [azurite, redis, port, metrics] = await Promise.all([
      startAzurite(),
      startRedis(['--dir', folder, '--dbfilename', 'dump.rdb', '--rdbcompression', 'no']),
      freePort(),
      freePort(),
    ]);
    const pac = await startPac({ credentials: { username: 'user', password: used.pacPassword } });
    closing.push(azurite, redis, pac);
    [sas, url, metricsPort, redisUrl] = [await makeContainer(azurite), `http://127.0.0.1:${port}`, metrics, redis.url];
    mkdirSync(join(folder, 'vault'));
    const secrets = {
      'csd.pfx': pfx,
      'csd.password': used.pfxPassword,
      'pacPassword.secret': used.pacPassword,
      'wrong.secret': used.wrongPassword,
      'store.secret': sas,
    };
    for (const [name, content] of Object.entries(secrets)) writeFileSync(join(folder, 'vault', name), content);
    const file = join(folder, 'timbre.yaml');
    const access = used.keys.map(
      (key, at) => `    - { name: key-${at}, sha256: ${hashOf(key)}, scopes: [submit, read, operate] }`,
    );
    const lines = [
      'name: local',
      `features: ["${join(ownFeatures, 'mx')}"]`,
      'store: { blob: { sas: store } }',
      'vault: { folder: vault }',
      `allowedHosts: ["${pac.url}"]`,
      `settings: { pacUrl: "${pac.url}", pacUser: user }`,
      `queue: { redis: "${redis.url}" }`,
      'legalEntities: { acme: {}, bolt: { secrets: { pacPassword: wrong } } }',
      `server:\n  port: ${port}\n  access:\n    keys:`,
      ...access.map((line) => `  ${line}`),
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    const debug = ['-e', file, '--log', 'debug'];
    processes = await Promise.all([
      keep(['serve', ...debug], /listens/, ['--no-opt']),
      keep(['worker', ...debug, '--metrics', String(metrics)], /ready/, ['--no-opt']),
    ]);
    closing.unshift(...processes);
  }, 60_000);
  afterAll(async () => {
    for (const each of closing) await each.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const ask = async (path: string, init: RequestInit = {}, key = used.keys[0]) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...init.headers };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    answers.push(text, JSON.stringify([...response.headers]));
    return { status: response.status, text };
  };
  const submit = async (number: string, legalEntity: string): Promise<string> => {
    const body = JSON.stringify({ context: { country: 'MX', legalEntity }, invoice: { ...invoice, number } });
    return JSON.parse((await ask('/submissions', { method: 'POST', body })).text).id;
  };
  const settled = async (id: string) => {
    for (;;) {
      const run = JSON.parse((await ask(`/submissions/${id}`)).text);
      if (!['scheduled', 'executing'].includes(run.state)) return run;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('are used, and stand in no log, blob, job, metric, answer or error', async () => {
    const accepted = await settled(await submit('K-1', 'acme'));
    expect(accepted, 'the PAC insists on its password').toMatchObject({ state: 'completed', outcome: 'accepted' });
    const refused = await settled(await submit('K-2', 'bolt'));
    expect(refused.outcome).not.toBe('accepted');
    for (const id of [accepted.id, refused.id])
      for (const path of ['/log', '/documents']) await ask(`/submissions/${id}${path}`);
    for (const { header, value } of careless) {
      await ask(`/submissions/${accepted.id}`, { headers: { [header]: `Bearer ${value}` } });
      await ask('/submissions', { method: 'POST', body: '{"', headers: { [header]: value } });
    }
    for (const token of inQuery) await ask(`/submissions?token=${token}&limit=x`);
    await ask('/submissions', { method: 'POST', body: '[]' }, used.keys[1]);
    await ask('/nothing', {}, used.keys[2]);

    const own = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const served = (await ask('/metrics')).text;
    expect(own + served).toMatch(/timbre_runs_total\{state="completed",outcome="accepted"\} 1/);
    const logs = processes.map(({ logged }) => logged);
    expect(logs.every((each) => each.includes('"msg":'))).toBe(true);
    const places = {
      logs: logs.join(''),
      metrics: own + served,
      answers: answers.join('\n'),
      blobs: await blobs(),
      redis: await rdb(),
    };
    expect(places.redis).toContain(accepted.id);
    expect(places.blobs).toContain('TimbreFiscalDigital');

    const secrets = [
      used.pfxPassword,
      used.pacPassword,
      used.wrongPassword,
      ...used.keys,
      new URL(sas).searchParams.get('sig') ?? '',
      privateKey.slice(200, 260),
      pfx.toString('base64').slice(200, 260),
      taxpayer.privateKeyPem.split('\n')[3] ?? '',
      ...careless.map(({ value }) => value),
      ...inQuery,
    ];
    expect(new Set(secrets).size).toBe(20);
    const hits = Object.entries(places).flatMap(([place, text]) =>
      secrets
        .filter((secret) => forms(secret).some((form) => text.includes(form)))
        .map((secret) => `${place}: ${secret}`),
    );
    expect(hits).toEqual([]);
  }, 60_000);

  async function blobs(): Promise<string> {
    const container = new ContainerClient(sas);
    const texts: string[] = [];
    for await (const { name } of container.listBlobsFlat()) {
      const found = container.getBlobClient(name).downloadToBuffer();
      // The marker of a run that ended goes once the run is listed.
      const bytes = await found.catch((error) => (error.statusCode === 404 ? Buffer.alloc(0) : Promise.reject(error)));
      texts.push(name, bytes.toString('latin1'));
    }
    return texts.join('\n');
  }

  async function rdb(): Promise<string> {
    const redis = new Redis(redisUrl);
    await redis.save();
    redis.disconnect();
    return readFileSync(join(folder, 'dump.rdb'), 'latin1');
  }
});

/** As it is, and as it may be written: in a URL, in hexadecimal digits, in base64 wherever it begins. */
function forms(secret: string): string[] {
  const shifted = [0, 1, 2].map((at) =>
    Buffer.from(`${'x'.repeat(at)}${secret}`)
      .toString('base64')
      .slice(4, -4),
  );
  return [secret, encodeURIComponent(secret), Buffer.from(secret).toString('hex'), ...shifted];
}
