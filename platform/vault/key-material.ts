import { type KeyObject, X509Certificate } from 'node:crypto';
import { fail } from '../../engine/errors.ts';
import { readPem } from './pem.ts';
import { readPkcs12 } from './pkcs12.ts';
import { readPrivateKey } from './private-key.ts';

/** The files of one key, as they lie in the vault. */
export type KeyFiles =
  | { readonly form: 'pkcs12'; readonly bytes: Uint8Array }
  | { readonly form: 'pem'; readonly bytes: Uint8Array }
  | { readonly form: 'pair'; readonly certificate: Uint8Array; readonly key: Uint8Array };

/** A key that fits its certificate. */
export interface KeyMaterial {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /** From the issuer upwards, as far as the files have them. */
  readonly chain: readonly X509Certificate[];
}

/**
 * Reads a key and its certificate.
 * `pkcs12`: PKCS#12 (RFC 7292), legacy RC2 and 3DES too. `pem`: certificates and a key in one file.
 * `pair`: certificate and key, each DER or PEM; the key PKCS#8 (encrypted or not), PKCS#1 or SEC 1.
 *
 * @param name how messages call the secret
 * @throws TimbreError KEY_PASSWORD, KEY_UNREADABLE, KEY_MISMATCH
 */
export function readKeyMaterial(name: string, files: KeyFiles, password: string): KeyMaterial {
  const { key, certificates } = readFiles(name, files, password);
  const certificate = certificates.find((each) => each.checkPrivateKey(key));
  if (certificates.length === 0) return fail('KEY_UNREADABLE', `The secret ${name} has no certificate`);
  if (certificate === undefined) {
    return fail('KEY_MISMATCH', `The secret ${name}: the key does not belong to the certificate`);
  }
  return { key, certificate, chain: chainOf(certificate, certificates) };
}

function readFiles(name: string, files: KeyFiles, password: string) {
  if (files.form === 'pkcs12') return readPkcs12(name, files.bytes, password);
  if (files.form === 'pem') return readPem(name, files.bytes, password);
  const key = readPrivateKey(name, files.key, password);
  try {
    return { key, certificates: [new X509Certificate(files.certificate)] };
  } catch (cause) {
    return fail('KEY_UNREADABLE', `The certificate of the secret ${name} cannot be read: ${messageOf(cause)}`);
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function chainOf(certificate: X509Certificate, all: readonly X509Certificate[]): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let last = certificate;
  for (;;) {
    const issuer = all.find((each) => each !== last && !chain.includes(each) && last.checkIssued(each));
    if (issuer === undefined || issuer === certificate) return chain;
    chain.push(issuer);
    last = issuer;
  }
}
