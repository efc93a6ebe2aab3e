import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isScope, type Principal } from './principal.ts';

/** A key of the environment file: its hash, never itself. */
export interface KeyConfig {
  readonly name: string;
  /** sha256 of the key, in lower-case hexadecimal digits. */
  readonly sha256: string;
  readonly scopes: readonly string[];
  /** Left out, the key is for all of them. */
  readonly legalEntities?: readonly string[];
}

/**
 * A key that nobody guesses: 256 bits of chance. A plain hash keeps it; what slows guessing down is for passwords, which
 * people make up.
 */
export const newKey = (): string => `timbre_${randomBytes(32).toString('base64url')}`;

export const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex');

/** Who has this key; undefined when nobody has. Every hash is compared, in the same time whatever it is. */
export function holderOf(keys: readonly KeyConfig[], key: string): Principal | undefined {
  const hash = Buffer.from(hashOf(key), 'hex');
  const [found] = keys.filter(({ sha256 }) => {
    const known = Buffer.from(sha256, 'hex');
    return known.length === hash.length && timingSafeEqual(known, hash);
  });
  if (found === undefined) return undefined;
  return {
    name: found.name,
    scopes: new Set(found.scopes.filter(isScope)),
    legalEntities: found.legalEntities && new Set(found.legalEntities),
  };
}
