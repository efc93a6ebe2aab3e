import { constants, type KeyObject, privateEncrypt } from 'node:crypto';
import { fail } from '../../engine/errors.ts';
import type { ClientIdentity, SignatureScheme, Signer } from '../../engine/vault.ts';
import { digestInfo, digestLength } from './digest-info.ts';
import type { KeyMaterial } from './key-material.ts';
import { encodePss } from './pss.ts';

/**
 * Signs with a key that this process holds: RSA with PKCS#1 v1.5 and PSS padding.
 * ECDSA is refused with KEY_SCHEME: node has no way to sign a digest that was made elsewhere with an EC key.
 */
export function localSigner({ key, certificate, chain }: KeyMaterial): Signer {
  return { certificate, chain, sign: async (digest, scheme) => signDigest(key, digest, scheme) };
}

/** The same material in the form TLS wants. */
export function localIdentity({ key, certificate, chain }: KeyMaterial): ClientIdentity {
  return {
    certificatePem: [certificate, ...chain].map(String).join(''),
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

function signDigest(key: KeyObject, digest: Uint8Array, scheme: SignatureScheme): Uint8Array {
  const expected = digestLength(scheme.hash);
  if (digest.length !== expected) {
    fail('KEY_SCHEME', `A ${scheme.hash} digest has ${expected} bytes, but ${digest.length} were given`);
  }
  if (scheme.padding === 'ecdsa' || key.asymmetricKeyType !== 'rsa') {
    fail('KEY_SCHEME', `A local ${key.asymmetricKeyType} key cannot sign a digest with ${scheme.padding}`, {
      hint: 'Use an RSA key with pkcs1 or pss; EC keys sign inside a vault that takes digests.',
    });
  }
  if (scheme.padding === 'pkcs1') {
    return privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(scheme.hash, digest));
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  const encoded = encodePss(digest, scheme.hash, scheme.saltLength, bits);
  return privateEncrypt({ key, padding: constants.RSA_NO_PADDING }, encoded);
}
