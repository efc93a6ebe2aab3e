import type { TokenCredential } from '@azure/identity';
import { fail } from '../../../engine/errors.ts';
import { readCertificates } from '../certificates.ts';
import type { CertificateVault } from '../chains.ts';
import type { KeyMaterial } from '../key-material.ts';
import { localIdentity, localSigner } from '../local-signer.ts';
import { createClients, type KeyVaultClientOptions, type SecretValue } from './clients.ts';
import { missing } from './failure.ts';
import { keeper } from './keeper.ts';
import { readMaterial } from './material.ts';
import { remoteSigner } from './remote-signer.ts';

export interface KeyVaultOptions {
  /** `https://NAME.vault.azure.net` */
  readonly url: string;
  readonly credential: TokenCredential;
  /** How long what was read is taken for current, in milliseconds; a rotated secret is picked up after it. 5 minutes. */
  readonly keep?: number;
  readonly client?: KeyVaultClientOptions;
  /** How long one try of one request may remain without an answer, in milliseconds. */
  readonly patience?: number;
}

/** A vault over the network, which keeps for a while what it has read. */
export interface RemoteVault extends CertificateVault {
  /** The secret as the vault has it now, whatever was kept. */
  renewedSecret(name: string): Promise<string>;
}

/**
 * Azure Key Vault. `secret(name)` is a secret there. A certificate with its key is, under its one name:
 * - a certificate whose key may be exported: its PFX or PEM is fetched and signs in this process;
 * - a certificate whose key may not: each digest is sent to the vault, which signs it; the key never leaves it;
 * - a secret with a PFX in base64, or a PEM; its password, if it has one, in the secret `<name>-password`.
 * A certificate without a key is a secret with its PEM or its base64, or a certificate of the vault.
 *
 * Each method rejects with SECRET_MISSING, VAULT_FAILED, or the code that says why a key cannot be used.
 */
export function keyVault({ url, credential, keep = 300_000, client, patience }: KeyVaultOptions): RemoteVault {
  const clients = createClients(url, credential, client, patience);
  const secrets = keeper(keep, (name: string) => clients.secret(name));
  const keys = keeper(keep, async (name: string): Promise<KeyOfVault> => {
    const certificate = await clients.certificate(name);
    if (certificate && !certificate.exportable) return { kind: 'remote', signer: remoteSigner(clients, certificate) };
    const read = await readMaterial(name, secrets);
    return read === undefined ? missing(url, name) : { kind: 'local', material: read };
  });
  const publics = keeper(keep, async (name: string) => {
    const secret = await secrets.get(name);
    if (secret && secret.contentType !== 'application/x-pkcs12')
      return readCertificates(name, Buffer.from(secret.value));
    const found = await clients.certificate(name);
    return found ? [found.certificate] : missing(url, name);
  });
  return {
    certificates: (name) => publics.get(checkName(name)),
    secret: async (name) => textOf(url, name, await secrets.get(checkName(name))),
    renewedSecret: async (name) => textOf(url, name, await secrets.renew(checkName(name))),
    async signer(name) {
      const key = await keys.get(checkName(name));
      return key.kind === 'remote' ? key.signer : localSigner(key.material);
    },
    async clientIdentity(name) {
      const key = await keys.get(checkName(name));
      if (key.kind === 'local') return localIdentity(key.material);
      return fail('KEY_SCHEME', `The key of the certificate ${name} never leaves the vault, so TLS cannot use it.`, {
        hint: 'Give the vault a certificate for TLS whose private key is exportable.',
      });
    },
  };
}

type KeyOfVault =
  | { readonly kind: 'local'; readonly material: KeyMaterial }
  | { readonly kind: 'remote'; readonly signer: ReturnType<typeof remoteSigner> };

const textOf = (url: string, name: string, found: SecretValue | undefined): string =>
  found?.value ?? missing(url, name);

/** Key Vault's own rule for the names of objects. */
function checkName(name: string): string {
  if (/^[0-9A-Za-z-]{1,127}$/.test(name)) return name;
  return fail('SECRET_MISSING', `"${name.slice(0, 80)}" cannot be the name of a secret in Key Vault`, {
    hint: 'Key Vault allows letters, digits and hyphens, 127 characters at most.',
  });
}
