import { problem, TimbreError } from '../../engine/errors.ts';
import type { Feature, Setting } from '../../engine/feature.ts';
import { needsOf } from '../../engine/needs.ts';
import type { EngineEnvironment } from '../../engine/run/ports.ts';
import { createValidators, wordsFor } from '../../engine/schema/index.ts';
import type { EntityConfig, EnvironmentConfig } from './config.ts';

/** Gives a submission its settings and the names of its secrets: the legal entity's own, else those for all. */
export function entitiesOf(config: EnvironmentConfig): EngineEnvironment {
  return {
    name: config.name,
    artefactsOptional: config.name === 'local',
    settings(feature, context) {
      const given = { ...config.settings, ...entityOf(config, context)?.settings };
      return settingsOf(feature, given);
    },
    secretName: (_feature, context, secret) => entityOf(config, context)?.secrets?.[secret] ?? secret,
  };
}

function entityOf(config: EnvironmentConfig, context: Readonly<Record<string, string>>): EntityConfig | undefined {
  const id = context.legalEntity;
  if (id === undefined) return undefined;
  if (config.legalEntities === undefined) return undefined;
  const entity = Object.hasOwn(config.legalEntities, id) ? config.legalEntities[id] : undefined;
  if (entity) return entity;
  const known = Object.keys(config.legalEntities).join(', ') || 'none';
  throw new TimbreError(
    problem('CONTEXT_INVALID', `The legal entity "${id}" is not in the environment.`, {
      path: 'context.legalEntity',
      hint: `It has: ${known}.`,
    }),
  );
}

/**
 * The settings of the feature and of the connectors that they choose, with defaults; SETTING_INVALID for each that is missing
 * or does not fit its schema.
 */
export function settingsOf(feature: Feature, given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  const problems = [];
  for (const [name, setting] of Object.entries(needsOf(feature, given).settings)) {
    const value = Object.hasOwn(given, name) ? given[name] : setting.default;
    if (value === undefined) {
      const hint = `Set it in the environment file, under settings or the legal entity's own.`;
      problems.push(problem('SETTING_INVALID', `${feature.id} needs the setting ${told(name, setting)}.`, { hint }));
      continue;
    }
    const why = wrongWith(setting, value);
    if (why !== undefined) problems.push(problem('SETTING_INVALID', `The setting ${told(name, setting)} ${why}.`));
    settings[name] = value;
  }
  if (problems.length > 0) throw new TimbreError(problems);
  return settings;
}

const told = (name: string, { summary }: Setting): string => `\`${name}\`${summary ? ` (${summary})` : ''}`;

const validators = createValidators();

/** The value of each setting that was found good last: nearly every submission has the same. */
const good = new WeakMap<Setting, unknown>();

function wrongWith(setting: Setting, value: unknown): string | undefined {
  if (good.get(setting) === value) return undefined;
  const validate = validators.compile(setting.schema);
  if (!validate(value)) return validate.errors?.map((error) => wordsFor(error).message).join('; and it ') ?? '';
  good.set(setting, value);
  return undefined;
}
