import { join } from 'node:path';
import { nearHint } from '../../engine/expression/index.ts';
import {
  type ArtefactPin,
  type Feature,
  type Http,
  type Observer,
  type Ports,
  problem,
  TimbreError,
} from '../../engine/index.ts';
import { isObject } from '../../engine/json.ts';
import {
  type Environment,
  type EnvironmentConfig,
  entitiesOf,
  openEnvironment,
} from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import type { RunningSandbox, SandboxFault } from '../../sandbox/index.ts';
import { type FileOfWiring, readWiring, type Wiring } from './read-wiring.ts';
import { putMaterial, startSandbox, type Wired, wired } from './wiring.ts';
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
  readonly overrides?: Pick<Wiring, 'settings' | 'secrets'> & {
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

/** The environment of a feature with its sandbox in the place of the authority. Throws what is wrong with `sandbox.yaml`. */
export async function openSandboxed(request: SandboxRequest): Promise<Sandboxed> {
  const { config, feature, faults, clock, home } = request;
  const wiring = readWiring(request.featureFolder);
  const xsd = await validatorBy(pinsOf(wiring, feature), config.artefacts.folder);
  const sandbox = await startSandbox(wiring.sandbox, {
    faults,
    clock,
    ...(xsd ? { xsd } : {}),
    ledgerFile: join(home, `${wiring.sandbox}.jsonl`),
  });
  try {
    return open(request, wiring, sandbox);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

/** The artefacts that the sandbox validates by. */
function pinsOf({ xsd = [], file }: FileOfWiring, { artefacts }: Feature): readonly ArtefactPin[] {
  const names = [xsd].flat();
  const pins = names.flatMap((name) => (Object.hasOwn(artefacts, name) ? (artefacts[name] ?? []) : []));
  const problems = names.flatMap((name, index) => {
    if (Object.hasOwn(artefacts, name)) return [];
    const place = file.place(Array.isArray(xsd) ? ['xsd', index] : ['xsd']);
    const hint = nearHint(name, Object.keys(artefacts)) ?? 'Name an artefact that artefacts.yaml pins.';
    return [problem('REFERENCE_UNKNOWN', `There is no artefact ${name}.`, { place, hint })];
  });
  if (problems.length > 0) throw new TimbreError(problems);
  return pins;
}

function open(request: SandboxRequest, wiring: FileOfWiring, sandbox: RunningSandbox): Sandboxed {
  const { config, invoice, home, overrides = {}, ports = {}, observe, longest = Number.POSITIVE_INFINITY } = request;
  const { settings, secrets } = wired(wiring, overrides, sandbox, invoice);
  const vault = join(home, 'vault');
  const names = putMaterial(without(secrets, overrides.given), sandbox, vault);
  const sandboxed: EnvironmentConfig = {
    ...config,
    vault: { folder: vault },
    settings: { ...config.settings, ...settings },
    legalEntities: undefined,
  };
  const http = createHttp({ allowedHosts: [], allowLoopback: true });
  const impatient: Http = { send: (each) => http.send({ ...each, timeout: Math.min(each.timeout, longest) }) };
  const environment = openEnvironment(sandboxed, {
    http: impatient,
    environment: { ...entitiesOf(sandboxed), secretName: (_feature, _context, secret) => names[secret] ?? secret },
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

const without = (secrets: Wired['secrets'], given: readonly string[] = []): Wired['secrets'] =>
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
