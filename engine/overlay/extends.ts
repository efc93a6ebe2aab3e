// Each by itself: the package's door loads fifty files.
import rsort from 'semver/functions/rsort.js';
import satisfies from 'semver/functions/satisfies.js';
import valid from 'semver/functions/valid.js';
import validRange from 'semver/ranges/valid.js';
import { isObject } from '../json.ts';
import { memberOf, type Placed } from './placed.ts';

/** What a feature.yaml says under `extends`. */
export interface Extends {
  readonly feature: string;
  /** As npm understands it: ^1.0, ~1.2, 1.2.0, >=1.1 <3. */
  readonly range: string;
  readonly written: Placed;
}

/** `mx/cfdi@^1.0`, or the two apart; undefined where there is none or it does not have that form. */
export function readExtends(feature: Placed): Extends | undefined {
  const written = memberOf(feature, 'extends');
  if (!written) return undefined;
  const { data } = written;
  if (isObject(data)) {
    const { feature, version } = data;
    return typeof feature === 'string' && typeof version === 'string'
      ? { feature, range: version, written }
      : undefined;
  }
  const [, name, range] = /^([^@]+)@(.+)$/.exec(String(data)) ?? [];
  return name && range ? { feature: name, range, written } : undefined;
}

export const isRange = (range: string): boolean => validRange(range) !== null;

export const fits = (version: string, range: string): boolean => satisfies(version, range);

/** The index of the highest version that fits; of the highest at all where none does. */
export function bestOf(versions: readonly string[], range: string): number {
  const fitting = versions.filter((version) => fits(version, range));
  const candidates = (fitting.length > 0 ? fitting : versions).filter((version) => valid(version) !== null);
  const [highest = versions[0] ?? ''] = rsort([...candidates]);
  return versions.indexOf(highest);
}
