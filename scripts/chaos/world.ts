import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, openEnvironment, openFeature, readConfig } from '../../platform/environment/index.ts';
import { startAzurite } from '../services/azurite.ts';
import { makeContainer } from '../services/container.ts';
import { copyIssuing } from '../services/feature.ts';
import { freePort } from '../services/free-port.ts';
import { todaysInvoice, writeVault } from '../services/material.ts';
import { helper, type Keeper, keep } from '../services/processes.ts';
import { type RedisServer, startRedis } from '../services/redis.ts';
import { type BadStore, startBadStore } from './bad-store.ts';
import type { Dropped, PacKind } from './pacs.ts';

export interface ChaosOptions {
  /** To each goes its share of the invoices. */
  readonly pacs: readonly PacKind[];
  readonly workers: number;
  readonly seed: number;
  /** Nothing is killed, stopped, emptied or slow; the PACs lose what they lose. */
  readonly calm: boolean;
  /** How long the connector waits before it believes an absence, in seconds. */
  readonly settle: number;
  /** How old a stamp must be before a PAC tells of it, in seconds. */
  readonly foundAfter: number;
  /** For how long these are away, once, in seconds. */
  readonly away: Away;
}

export interface Away {
  readonly redis: number;
  readonly store: number;
}

export interface ChaosPac {
  readonly kind: PacKind;
  readonly url: string;
  readonly ledgerFile: string;
  close(): Promise<Dropped>;
}

/** Everything that runs in production, each as a process of its own; the emulators and the PAC included. */
export interface ChaosWorld {
  readonly invoice: Readonly<Record<string, unknown>>;
  readonly environment: Environment;
  readonly api: Keeper;
  readonly url: string;
  readonly workers: readonly Keeper[];
  readonly store: BadStore;
  readonly pacs: readonly ChaosPac[];
  /** Redis dies with all it knows, and comes back empty, after so many milliseconds; false while it is away already. */
  restartRedis(after?: number): Promise<boolean>;
  readonly redisUrl: string;
  /** Resolves to what the PACs did on purpose. */
  close(): Promise<Dropped>;
}

export async function openWorld(options: ChaosOptions, chance: () => number): Promise<ChaosWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-chaos-'));
  const [azurite, first, pacs] = await Promise.all([
    startAzurite(),
    startRedis(),
    Promise.all(options.pacs.map((kind) => openPac(folder, kind, options))),
  ]);
  const store = await startBadStore(azurite.url, chance);
  const invoice = todaysInvoice();
  const port = await freePort();
  const sas = await makeContainer(azurite, store.url);
  const file = write(folder, { invoice, sas, lines: environmentOf(pacs, first.url, port), settle: options.settle });
  const environment = openEnvironment(readConfig(file));
  await environment.engine.deploy(await openFeature(join(folder, 'cfdi')), '2023-04-01');
  const worker = () => keep(['worker', '-e', file], /ready/, briefly);
  const [api, ...workers] = await Promise.all([
    keep(['serve', '-e', file], /listens/, briefly),
    ...Array.from({ length: options.workers }, worker),
  ]);
  const redis = restartable(first);
  return {
    invoice,
    environment,
    api,
    url: `http://127.0.0.1:${port}`,
    workers,
    store,
    pacs,
    redisUrl: first.url,
    restartRedis: redis.restart,
    async close() {
      await Promise.all([api, ...workers].map((each) => each.close()));
      await environment.close();
      await Promise.all([store.close(), azurite.close(), redis.close()]);
      const dropped = await Promise.all(pacs.map((pac) => pac.close()));
      rmSync(folder, { recursive: true, force: true });
      const sum = (of: keyof Dropped) => dropped.reduce((all, each) => all + each[of], 0);
      return { before: sum('before'), after: sum('after') };
    },
  };
}

/** What lives for seconds only is not worth the optimising compiler's time. */
const briefly = ['--no-opt', '--always-sparkplug', '--min-semi-space-size=16'];

async function openPac(folder: string, kind: PacKind, { seed, foundAfter }: ChaosOptions): Promise<ChaosPac> {
  const ledgerFile = join(folder, `${kind}.jsonl`);
  const { url, close } = await helper(new URL('./pac.js', import.meta.url), [
    kind,
    ledgerFile,
    String(seed),
    String(foundAfter * 1000),
  ]);
  return { kind, url, ledgerFile, close: async () => JSON.parse(await close()) };
}

function restartable(first: RedisServer) {
  let [redis, away] = [first, false];
  return {
    async restart(after = 0) {
      if (away) return false;
      away = true;
      await redis.close();
      await new Promise((resolve) => setTimeout(resolve, after));
      redis = await startRedis([], first.port);
      away = false;
      return true;
    },
    close: () => redis.close(),
  };
}

/** Each PAC has the legal entity that uses it. */
const environmentOf = (pacs: readonly ChaosPac[], redis: string, port: number): readonly string[] => [
  'name: local',
  'store: { blob: { sas: store } }',
  'vault: { folder: vault }',
  `allowedHosts: [${pacs.map(({ url }) => `"${url}"`).join(', ')}]`,
  'settings: { pacUser: any }',
  `queue: { redis: "${redis}", takeover: 2, concurrency: 8, sweep: 2 }`,
  `server: { port: ${port} }`,
  'legalEntities:',
  ...pacs.map(({ kind, url }) => `  ${kind}: { settings: { pacUrl: "${url}" } }`),
];

interface Written {
  readonly invoice: Readonly<Record<string, unknown>>;
  readonly sas: string;
  readonly lines: readonly string[];
  readonly settle: number;
}

/** The feature with the connector's times shortened (the order between them stays), a vault, and the environment file. */
function write(folder: string, { invoice, sas, lines, settle }: Written): string {
  copyIssuing(join(folder, 'cfdi'));
  const connector = join(folder, 'cfdi/connectors/finkok.yaml');
  const shorter = Object.entries({
    'timeout: 30s': 'timeout: 2s',
    'settle: 60s': `settle: ${settle}s`,
    'startWithin: 5s': 'startWithin: 1500ms',
    'every: 5s': 'every: 500ms',
    'attempts: 5': 'attempts: 60',
    'longest: 10m': 'longest: 2s',
  });
  let text = readFileSync(connector, 'utf8');
  for (const [long, short] of shorter) {
    if (!text.includes(long)) throw new Error(`the connector has no ${long}`);
    text = text.replaceAll(long, short);
  }
  writeFileSync(connector, text);
  writeVault(join(folder, 'vault'), invoice, sas);
  const file = join(folder, 'timbre.yaml');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}
