import type { X509Certificate } from 'node:crypto';

/** How a signature value is made from a digest. */
export type SignatureScheme =
  | { readonly padding: 'pkcs1'; readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' }
  | { readonly padding: 'pss'; readonly hash: 'sha256' | 'sha384' | 'sha512'; readonly saltLength: number }
  | {
      readonly padding: 'ecdsa';
      readonly hash: 'sha256' | 'sha384' | 'sha512';
      readonly encoding: 'der' | 'ieee-p1363';
    };

/** A certificate with a key that can sign. The key itself may never leave the vault, so signing is asynchronous. */
export interface Signer {
  readonly certificate: X509Certificate;
  /** From the issuer of `certificate` upwards, as far as the vault has them. */
  readonly chain: readonly X509Certificate[];
  /** Signs a digest made with `scheme.hash`; resolves to the raw signature bytes. */
  sign(digest: Uint8Array, scheme: SignatureScheme): Promise<Uint8Array>;
  /** Hashes a message with `scheme.hash` and signs that. Every key can: a local EC key cannot sign a digest made elsewhere. */
  signMessage(message: Uint8Array, scheme: SignatureScheme): Promise<Uint8Array>;
}

/** A certificate and key in the form TLS wants, for mutual TLS only. */
export interface ClientIdentity {
  readonly certificatePem: string;
  readonly keyPem: string;
  /** sha256 of the certificate, to keep one connection pool per identity. */
  readonly fingerprint: string;
}

/**
 * Where secrets are. Names are the vault's own (a feature's names are translated by the environment before).
 * Each method rejects with SECRET_MISSING, or with the code that says why the secret cannot be used.
 */
export interface Vault {
  secret(name: string): Promise<string>;
  signer(name: string): Promise<Signer>;
  clientIdentity(name: string): Promise<ClientIdentity>;
}
