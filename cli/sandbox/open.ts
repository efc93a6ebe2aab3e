import { join } from 'node:path';
import type { Feature, Http, Observer, Ports } from '../../engine/index.ts';
import { isObject } from '../../engine/json.ts';
import {
  type Environment,
  type EnvironmentConfig,
  entitiesOf,
  openEnvironment,
} from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import type { RunningSandbox, SandboxFault } from '../../sandbox/index.ts';
import { readWiring, startSandbox, type Wiring, wiredSecrets, wiredSettings } from './wiring.ts';
import { validatorBy } from './xsd.ts';

export interface SandboxRequest {
  readonly config: EnvironmentConfig;
  readonly feature: Feature;
  readonly featureFolder: string;
  readonly invoice: unknown;
  readonly faults: readonly SandboxFault[];
  /** What time it is at the authority. */
  readonly clock: () => Date;
  /** Where the sandbox keeps its certificates and its ledger. */
  readonly home: string;
  /** What a case says instead of `sandbox.yaml`. */
  readonly overrides?: Partial<Pick<Wiring, 'settings' | 'secrets'>> & {
    /** Secrets that are in the vault already. */
    readonly given?: readonly string[];
  };
  readonly ports?: Partial<Ports>;
  readonly observe?: Observer;
  /** The longest that an answer is waited for, in milliseconds; without it as long as the step says. */
  readonly longest?: number | undefined;
}

export interface Sandboxed extends Environment {
  readonly sandbox: RunningSandbox;
}

/** The environment of a feature with its sandbox in the place of the authority. */
export async function openSandboxed(request: SandboxRequest): Promise<Sandboxed> {
  const { config, feature, featureFolder, invoice, faults, clock, home, overrides = {}, ports = {}, observe } = request;
  const read = readWiring(featureFolder);
  const wiring: Wiring = {
    ...read,
    settings: { ...read.settings, ...overrides.settings },
    secrets: without({ ...read.secrets, ...overrides.secrets }, overrides.given),
  };
  const pins = [wiring.xsd ?? []].flat().map((name) => feature.artefacts[name]);
  const xsd = await validatorBy(pins, config.artefacts.folder);
  const sandbox = await startSandbox(wiring.sandbox, {
    faults,
    clock,
    ...(xsd ? { xsd } : {}),
    ledgerFile: join(home, `${wiring.sandbox}.jsonl`),
  });
  const vault = join(home, 'vault');
  const http = createHttp({ allowedHosts: [], allowLoopback: true });
  const { longest = Number.POSITIVE_INFINITY } = request;
  const impatient: Http = { send: (each) => http.send({ ...each, timeout: Math.min(each.timeout, longest) }) };
  const secrets = wiredSecrets(wiring, sandbox, invoice, vault);
  const sandboxed: EnvironmentConfig = {
    ...config,
    vault: { folder: vault },
    settings: { ...config.settings, ...wiredSettings(wiring, sandbox, invoice) },
    legalEntities: undefined,
  };
  const environment = openEnvironment(sandboxed, {
    http: impatient,
    environment: { ...entitiesOf(sandboxed), secretName: (_feature, _context, secret) => secrets[secret] ?? secret },
    ...ports,
    ...(observe ? { observe } : {}),
  });
  return {
    ...environment,
    sandbox,
    async close() {
      await environment.close();
      await http.close();
      await sandbox.close();
    },
  };
}

const without = (secrets: Wiring['secrets'], given: readonly string[] = []): Wiring['secrets'] =>
  Object.fromEntries(Object.entries(secrets).filter(([name]) => !given.includes(name)));

/** The authority lives at the invoice's own time, so that samples never grow too old to be accepted. */
export function clockOf(invoice: unknown): () => Date {
  const ahead = (timeOf(invoice)?.getTime() ?? Date.now()) - Date.now();
  return () => new Date(Date.now() + ahead);
}

/** Half a day after business data was issued; undefined where it does not say when. */
export function timeOf(invoice: unknown): Date | undefined {
  const { issueDate, issueTime }: Readonly<Record<string, unknown>> = isObject(invoice) ? invoice : {};
  const issued = Date.parse(`${issueDate}T${typeof issueTime === 'string' ? issueTime : '00:00:00Z'}`);
  const date = Number.isNaN(issued) ? Date.parse(`${issueDate}T00:00:00Z`) : issued;
  const halfADay = 12 * 3_600_000;
  return Number.isNaN(date) ? undefined : new Date(date + halfADay);
}
