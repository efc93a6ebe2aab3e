import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fail, problem, TimbreError } from '../../engine/errors.ts';
import { readSource } from '../../engine/read-source.ts';
import { checkFile, createAjv } from '../../engine/schema/index.ts';
import environmentSchema from '../../schemas/environment.schema.json' with { type: 'json' };

/** What a legal entity, or every one, sets. Secrets are names in the vault, never values. */
export interface EntityConfig {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
}

/** An environment file, its folders made absolute. */
export interface EnvironmentConfig {
  readonly name: 'local' | 'test' | 'production';
  readonly store: { readonly folder: string };
  readonly vault: { readonly folder: string };
  readonly artefacts: { readonly folder: string };
  readonly allowedHosts: readonly string[];
  /** Folders of features beside those that come with Timbre. */
  readonly features: readonly string[];
  readonly settings: Readonly<Record<string, unknown>>;
  /** Undefined where nobody is listed, and anybody may be named: without an environment file, and before a sandbox. */
  readonly legalEntities: Readonly<Record<string, EntityConfig>> | undefined;
}

/** Everything below one folder, nothing allowed to be called: what holds without an environment file. */
export function localConfig(home: string): EnvironmentConfig {
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

/** Reads `timbre.yaml`; throws every problem with its place. Paths in it are relative to it. */
export function readConfig(file: string): EnvironmentConfig {
  const read = readSource(file, textOf(file));
  if (!read.file) throw new TimbreError(read.problems);
  const validate = createAjv([]).compile(environmentSchema);
  const problems = checkFile(validate, read.file.data, { file: read.file, path: [] });
  const found = problems.map(({ problem: { message, place, hint } }) =>
    problem('ENVIRONMENT_INVALID', message, { place, hint }),
  );
  if (found.length > 0 || read.problems.length > 0) throw new TimbreError([...read.problems, ...found]);
  const given = read.file.data as Partial<EnvironmentConfig>;
  const at = (folder: string) => resolve(dirname(file), folder);
  const defaults = localConfig(resolve(dirname(file), '.timbre'));
  return {
    ...defaults,
    ...given,
    store: { folder: at(given.store?.folder ?? defaults.store.folder) },
    vault: { folder: at(given.vault?.folder ?? defaults.vault.folder) },
    artefacts: { folder: at(given.artefacts?.folder ?? defaults.artefacts.folder) },
    features: (given.features ?? []).map(at),
    legalEntities: given.legalEntities ?? {},
  };
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return fail('ENVIRONMENT_INVALID', `The environment file ${file} cannot be read.`, {
      hint: 'Name a file that exists.',
    });
  }
}
