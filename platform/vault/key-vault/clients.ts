import { X509Certificate } from 'node:crypto';
import type { TokenCredential } from '@azure/identity';
import type { CryptographyClient, SignatureAlgorithm } from '@azure/keyvault-keys';
import type { SecretClientOptions } from '@azure/keyvault-secrets';
import { answeredWithin } from './answered-within.ts';
import { isAbsent, vaultFailure } from './failure.ts';

/** As the SDK's clients take them: a proxy, an own certificate authority, retries. */
export type KeyVaultClientOptions = SecretClientOptions;

export interface SecretValue {
  readonly value: string;
  /** What the vault says it is: `application/x-pkcs12`, `application/x-pem-file`, or nothing. */
  readonly contentType: string | undefined;
}

export interface VaultCertificate {
  readonly certificate: X509Certificate;
  /** Whether the vault gives its key away. */
  readonly exportable: boolean;
  /** The key's address, with its version. */
  readonly keyId: string;
}

/** The vault's three services. Every method rejects with VAULT_FAILED when the vault does not do its part. */
export interface Clients {
  /** Undefined when there is none. */
  secret(name: string): Promise<SecretValue | undefined>;
  certificate(name: string): Promise<VaultCertificate | undefined>;
  sign(keyId: string, algorithm: SignatureAlgorithm, digest: Uint8Array): Promise<Uint8Array>;
}

/** The vault limits how often it is asked, and answers 429 with Retry-After then: the SDK waits and asks again. */
const retries = { retryOptions: { maxRetries: 5, retryDelayInMs: 500, maxRetryDelayInMs: 10_000 } };
/** How long one try may remain without an answer, in milliseconds. */
const answer = 5_000;

/**
 * The SDKs are loaded when they are first needed, and each client is made once: a client learns the vault's challenge by a
 * refused request.
 */
export function createClients(
  url: string,
  credential: TokenCredential,
  options: KeyVaultClientOptions = {},
  patience = answer,
): Clients {
  const settings = { ...retries, additionalPolicies: [answeredWithin(patience)], ...options };
  const secrets = once(async () => {
    const { SecretClient } = await import('@azure/keyvault-secrets');
    return new SecretClient(url, credential, settings);
  });
  const certificates = once(async () => {
    const { CertificateClient } = await import('@azure/keyvault-certificates');
    return new CertificateClient(url, credential, settings);
  });
  const signers = new Map<string, CryptographyClient>();
  const signerOf = async (keyId: string): Promise<CryptographyClient> => {
    const { CryptographyClient: Client } = await import('@azure/keyvault-keys');
    const client = signers.get(keyId) ?? new Client(keyId, credential, settings);
    signers.set(keyId, client);
    return client;
  };
  return {
    secret: (name) =>
      absentOr(url, name, async () => {
        const { value = '', properties } = await (await secrets()).getSecret(name);
        return { value, contentType: properties.contentType };
      }),
    certificate: (name) =>
      absentOr(url, name, async () => {
        const { cer, policy, keyId } = await (await certificates()).getCertificate(name);
        if (cer === undefined || keyId === undefined) return undefined;
        return { certificate: new X509Certificate(cer), exportable: policy?.exportable !== false, keyId };
      }),
    async sign(keyId, algorithm, digest) {
      try {
        return (await (await signerOf(keyId)).sign(algorithm, digest)).result;
      } catch (error) {
        throw vaultFailure(url, keyId.split('/').at(-2) ?? keyId, error);
      }
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

async function absentOr<T>(url: string, name: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw vaultFailure(url, name, error);
  }
}
