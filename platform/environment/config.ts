import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, problem, TimbreError } from '../../engine/errors.ts';
import { readSource } from '../../engine/read-source.ts';
import { checkFile, createValidators, type ValidateFunction } from '../../engine/schema/index.ts';
import environmentSchema from '../../schemas/environment.schema.json' with { type: 'json' };
import type { ImapChannel } from '../inbound/index.ts';
import type { Webhook } from '../webhooks/index.ts';
import { secretsInClear } from './in-clear.ts';
import { withVariables } from './variables.ts';

/** What a legal entity, or every one, sets. Secrets are names in the vault, never values. */
export interface EntityConfig {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly retention?: Retention;
}

/** How long finished runs must be kept. */
export interface Retention {
  readonly years: number;
}

export interface FolderConfig {
  readonly folder: string;
}

export interface BlobConfig {
  /** By the secret that holds the container's SAS URL, or by its address and the identity of the process. */
  readonly blob: { readonly sas: string } | { readonly container: string };
}

export interface KeyVaultConfig {
  readonly keyVault: string;
}

export interface QueueConfig {
  readonly redis: string;
  readonly prefix?: string;
  readonly concurrency?: number;
  /** Seconds. */
  readonly takeover?: number;
  /** Seconds. */
  readonly sweep?: number;
}

/** A channel that documents of others come in by: one of `folder`, `http` and `imap`. */
export interface ChannelConfig {
  readonly folder?: string;
  readonly http?: true;
  readonly imap?: ImapChannel['imap'];
  readonly legalEntity?: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Seconds. */
  readonly every?: number;
}

export type WebhookConfig = Omit<Webhook, 'name'>;

export interface ServerConfig {
  readonly host?: string;
  readonly port?: number;
  /** Bytes. */
  readonly largest?: number;
  readonly access?: {
    readonly tokens?: {
      readonly issuer: string;
      readonly audience: string;
      readonly jwks: string;
      readonly legalEntities?: string;
    };
    readonly keys?: readonly {
      readonly name: string;
      readonly sha256: string;
      readonly scopes: readonly string[];
      readonly legalEntities?: readonly string[];
    }[];
  };
}

/** An environment file, its folders made absolute. */
export interface EnvironmentConfig {
  readonly name: 'local' | 'test' | 'production';
  readonly store: FolderConfig | BlobConfig;
  readonly vault: FolderConfig | KeyVaultConfig;
  readonly artefacts: FolderConfig;
  readonly inbound?: Readonly<Record<string, ChannelConfig>>;
  readonly webhooks?: Readonly<Record<string, WebhookConfig>>;
  readonly queue?: QueueConfig;
  readonly server?: ServerConfig;
  readonly retention?: Retention;
  /** By the chain's name: names in the vault, the root first, the certificate with the key last. */
  readonly chains?: Readonly<Record<string, readonly string[]>>;
  readonly allowedHosts: readonly string[];
  /** Folders of features beside those that come with Timbre. */
  readonly features: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Undefined where nobody is listed, and anybody may be named: without an environment file, and before a sandbox. */
  readonly legalEntities: Readonly<Record<string, EntityConfig>> | undefined;
}

/** An environment that is all on this machine. */
export type LocalConfig = EnvironmentConfig & { readonly store: FolderConfig; readonly vault: FolderConfig };

/** Everything below one folder, nothing allowed to be called: what holds without an environment file. */
export function localConfig(home: string): LocalConfig {
  return {
    name: 'local',
    store: { folder: resolve(home, 'store') },
    vault: { folder: resolve(home, 'vault') },
    artefacts: { folder: resolve(home, 'artefacts') },
    allowedHosts: [],
    features: [],
    settings: {},
    legalEntities: undefined,
  };
}

let validate: ValidateFunction | undefined;

/** Reads `timbre.yaml`; throws every problem with its place. Paths in it are relative to it. */
export function readConfig(
  file: string,
  variables: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentConfig {
  const read = readSource(file, textOf(file));
  if (!read.file) throw new TimbreError(read.problems);
  validate ??= createValidators().compile(environmentSchema);
  const found = checkFile(validate, read.file.data, { file: read.file, path: [] }).map(
    ({ problem: { message, place, hint } }) => problem('ENVIRONMENT_INVALID', message, { place, hint }),
  );
  const { data, problems } = withVariables(read.file, variables);
  const all = [...read.problems, ...found, ...secretsInClear(read.file), ...problems];
  if (all.length > 0) throw new TimbreError(all);
  const given = data as Partial<EnvironmentConfig>;
  const at = (folder: string) => resolve(dirname(file), folder);
  const placed = <T extends object>(config: T): T =>
    'folder' in config ? { ...config, folder: at(`${config.folder}`) } : config;
  const defaults = localConfig(resolve(dirname(file), '.timbre'));
  return {
    ...defaults,
    ...given,
    ...(given.inbound && { inbound: mapValues(given.inbound, placed) }),
    store: placed(given.store ?? defaults.store),
    vault: placed(given.vault ?? defaults.vault),
    artefacts: placed(given.artefacts ?? defaults.artefacts),
    features: (given.features ?? []).map(at),
    legalEntities: given.legalEntities ?? {},
  };
}

const mapValues = <T>(all: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, change(value)]));

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fail('ENVIRONMENT_INVALID', `The environment file ${file} cannot be read.`, {
      hint: 'Name a file that exists.',
    });
  }
}
