import { constants, createHash, type KeyObject, privateEncrypt, sign } from 'node:crypto';
import { fail } from '../../engine/errors.ts';
import type { ClientIdentity, SignatureScheme, Signer } from '../../engine/vault.ts';
import { digestInfo, digestLength } from './digest-info.ts';
import type { KeyMaterial } from './key-material.ts';
import { encodePss } from './pss.ts';

/**
 * Signs with a key that this process holds: RSA with PKCS#1 v1.5 and PSS padding, ECDSA.
 * A digest with an EC key is refused with KEY_SCHEME: node has no way to sign one that was made elsewhere; it signs messages.
 */
export function localSigner({ key, certificate, chain }: KeyMaterial): Signer {
  return {
    certificate,
    chain,
    sign: async (digest, scheme) => signDigest(key, digest, scheme),
    signMessage: async (message, scheme) =>
      scheme.padding === 'ecdsa'
        ? signEc(key, message, scheme)
        : signDigest(key, createHash(scheme.hash).update(message).digest(), scheme),
  };
}

/** The same material in the form TLS wants. */
export function localIdentity({ key, certificate, chain }: KeyMaterial): ClientIdentity {
  return {
    certificatePem: [certificate, ...chain].map(String).join(''),
    keyPem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

function signEc(
  key: KeyObject,
  message: Uint8Array,
  { hash, encoding }: Extract<SignatureScheme, { padding: 'ecdsa' }>,
): Uint8Array {
  if (key.asymmetricKeyType !== 'ec') fail('KEY_SCHEME', `A ${key.asymmetricKeyType} key cannot sign with ECDSA`);
  return sign(hash, message, { key, dsaEncoding: encoding });
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
