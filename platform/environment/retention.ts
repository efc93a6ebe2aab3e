import type { EnvironmentConfig } from './config.ts';

/**
 * The first day that must be kept today, `2016-11-22`, of a legal entity's runs; undefined when all of them must: nothing is purged
 * that nobody has said a time for.
 */
export function keptFrom(config: EnvironmentConfig, legalEntity: string | undefined, now: Date): string | undefined {
  const own = legalEntity === undefined ? undefined : config.legalEntities?.[legalEntity];
  const retention = own?.retention ?? config.retention;
  if (retention === undefined) return undefined;
  const day = new Date(now);
  day.setUTCFullYear(day.getUTCFullYear() - retention.years);
  return day.toISOString().slice(0, 10);
}
