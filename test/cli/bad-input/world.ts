import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose } from '../../../cli/commands/run.ts';
import { exitFor, exitForError } from '../../../cli/exit.ts';
import {
  type Clock,
  type Feature,
  fail,
  type Ports,
  type Problem,
  type RunReport,
  TimbreError,
} from '../../../engine/index.ts';
import { readJson } from '../../../engine/json.ts';
import { pullArtefacts } from '../../../platform/artefacts/index.ts';
import {
  type Environment,
  type EnvironmentConfig,
  localConfig,
  openEnvironment,
  ownFeatures,
} from '../../../platform/environment/index.ts';
import { type FaultChoice, makeTestTaxpayer, type Pac, startPac, type TestTaxpayer } from '../../../sandbox/index.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

/** What must never be seen again once it is in the vault. */
export const canaries = { pfxPassword: 'canary-pfx-7Jq2vXw9', pacPassword: 'canary-pac-Zk4<&>tR8m' };

export type Invoice = Record<string, unknown> & { issueDate: string; seller: { taxId: string; name: string } };

/** A feature, a taxpayer, a PAC and a clock that runs ahead whenever something waits. */
export interface World {
  readonly folder: string;
  readonly feature: Feature;
  readonly taxpayer: TestTaxpayer;
  readonly pac: Pac;
  readonly clock: Clock & { reset(): void };
  /** Puts what is right into a vault, and takes away what is not. */
  readonly rightVault: (vault: string) => void;
}

export const sample = (): Invoice =>
  JSON.parse(readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice/input.json'), 'utf8'));

const year = 365 * 24 * 3_600_000;
export const noon = new Date('2026-03-01T18:00:00Z');

export async function openWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-bad-'));
  const feature = await opening(join(ownFeatures, 'mx/cfdi'));
  const clock = virtualClock();
  const credentials = { username: 'erp', password: canaries.pacPassword };
  const pac = await startPac({ clock: clock.now, credentials });
  if (hasArtefacts) {
    const pins = Object.values(feature.artefacts);
    await pullArtefacts(pins, { cache: join(folder, 'artefacts'), from: artefact('mx/schemas') });
  }
  const taxpayer = taxpayerOf(sample().seller.taxId);
  return { folder, feature, taxpayer, pac, clock, rightVault: vaultOf(taxpayer) };
}

export async function closeWorld({ folder, pac }: World): Promise<void> {
  await pac.close();
  rmSync(folder, { recursive: true, force: true });
}

function vaultOf(taxpayer: TestTaxpayer): World['rightVault'] {
  const pfx = taxpayer.pfx(canaries.pfxPassword, 'modern');
  return (vault) => {
    rmSync(vault, { recursive: true, force: true });
    mkdirSync(vault, { recursive: true });
    writeFileSync(join(vault, 'csd.pfx'), pfx);
    writeFileSync(join(vault, 'csd.password'), canaries.pfxPassword);
    writeFileSync(join(vault, 'pacPassword.secret'), canaries.pacPassword);
  };
}

/** Making a key takes longer than everything else. */
let privateKey: TestTaxpayer['privateKey'] | undefined;

/** Valid on the day of the sample; `from` and `until` in years from then. */
export function taxpayerOf(rfc: string, from = -1, until = 3): TestTaxpayer {
  const taxpayer = makeTestTaxpayer({
    ...(privateKey ? { privateKey } : {}),
    rfc,
    name: rfc,
    notBefore: new Date(noon.getTime() + from * year),
    notAfter: new Date(noon.getTime() + until * year),
  });
  privateKey = taxpayer.privateKey;
  return taxpayer;
}

function virtualClock(): World['clock'] {
  let now = noon.getTime();
  return {
    now: () => new Date(now),
    monotonic: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
    reset() {
      now = noon.getTime();
    },
  };
}

export interface Given {
  readonly data: string | Uint8Array;
  readonly feature?: Feature;
  readonly fault?: FaultChoice;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Changes the vault, where `csd` and `pacPassword` are right at first. */
  readonly vault?: (folder: string, world: World) => void;
  readonly ports?: Partial<Ports>;
}

export interface Happened {
  readonly exit: number;
  readonly report: RunReport | undefined;
  readonly problems: readonly Problem[];
  /** That the PAC understood, and stamps that it made, for this submission. */
  readonly requests: number;
  readonly stamps: number;
  /** Of this submission alone: `store` and `vault` are below it. */
  readonly folder: string;
  /** `timbre resume`, after what was wrong was mended. */
  resume(mended?: Pick<Given, 'fault' | 'vault' | 'ports'>): Promise<Happened>;
}

let submissions = 0;

/** One submission in a store of its own, taken as far as it goes; what `timbre run` does. */
export async function submit(world: World, given: Given): Promise<Happened> {
  world.clock.reset();
  const folder = join(world.folder, String(++submissions));
  world.rightVault(join(folder, 'vault'));
  return act(world, folder, given, async ({ engine }) => {
    const data = typeof given.data === 'string' ? Buffer.from(given.data) : given.data;
    const feature = given.feature ?? world.feature;
    const { pipeline, context } = choose(feature, 'issue', readJson(data).data, {});
    return engine.advance(await engine.submit({ feature, pipeline, context, data }), { patience: year });
  });
}

type Doing = (environment: Environment) => Promise<RunReport>;

async function act(world: World, folder: string, given: Partial<Given>, doing: Doing): Promise<Happened> {
  const { pac, clock } = world;
  given.vault?.(join(folder, 'vault'), world);
  await pac.setFault(given.fault);
  const before = { requests: pac.requests.length, stamps: pac.ledger.length };
  // What a run is pinned to is the feature that is here: it need not be compiled again when the run is resumed.
  const compile = () => given.feature ?? world.feature;
  const environment = openEnvironment(configOf(world, folder, given.settings), { clock, compile, ...given.ports });
  const told = await tellOf(() => doing(environment));
  await environment.close();
  return {
    ...told,
    requests: pac.requests.length - before.requests,
    stamps: pac.ledger.length - before.stamps,
    folder,
    resume: (mended = {}) =>
      act(world, folder, { ...mended, ...(given.settings ? { settings: given.settings } : {}) }, async ({ engine }) => {
        for await (const run of engine.open()) return engine.resume(run, { patience: year });
        return fail('RUN_UNKNOWN', 'No run is open.');
      }),
  };
}

async function tellOf(doing: () => Promise<RunReport>) {
  try {
    const report = await doing();
    return { exit: exitFor(report), report, problems: report.problems };
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    return { exit: exitForError(error), report: undefined, problems: error.problems };
  }
}

function configOf(world: World, folder: string, settings: Given['settings'] = {}): EnvironmentConfig {
  return {
    ...localConfig(folder),
    artefacts: { folder: join(world.folder, 'artefacts') },
    allowedHosts: [`http://127.0.0.1:${world.pac.port}`],
    settings: { pacUrl: world.pac.url, pacUser: 'erp', ...settings },
  };
}

/** Every file below a folder, with its content. */
export function filesBelow(folder: string): { path: string; bytes: Buffer }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, bytes: readFileSync(path) }));
}

/** Files of stores that hold a secret of the vault: as it is, as XML or an address writes it, or in base64. */
export function leaks({ folder }: Pick<World, 'folder'>): string[] {
  const seen = Object.values(canaries).flatMap((secret) => [
    secret,
    // What no way of writing changes; and base64 of it, wherever in the text it began.
    secret.slice(-4),
    ...[0, 1, 2].map((shift) => Buffer.from(secret.slice(shift)).toString('base64').slice(0, 12)),
  ]);
  return filesBelow(folder)
    .filter(({ path }) => path.includes('/store/'))
    .filter(({ bytes }) => seen.some((secret) => bytes.includes(secret)))
    .map(({ path }) => path);
}
