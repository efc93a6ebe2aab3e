import { fail } from '../../engine/errors.ts';
import type { Vault } from '../../engine/vault.ts';
import type { KeyMaterial } from './key-material.ts';
import { localIdentity, localSigner } from './local-signer.ts';

export interface MemoryVaultContent {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly certificates?: Readonly<Record<string, KeyMaterial>>;
}

/** A vault for tests and cases: what it is given, it has. */
export function memoryVault({ secrets = {}, certificates = {} }: MemoryVaultContent): Vault {
  const material = (name: string): KeyMaterial => ownOf(certificates, name);
  return {
    secret: async (name) => ownOf(secrets, name),
    signer: async (name) => localSigner(material(name)),
    clientIdentity: async (name) => localIdentity(material(name)),
  };
}

function ownOf<T>(content: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(content, name) ? content[name] : undefined;
  return found ?? fail('SECRET_MISSING', `There is no secret ${name} in the vault`);
}
