import { createHash } from 'node:crypto';
import type { SignatureAlgorithm } from '@azure/keyvault-keys';
import { fail } from '../../../engine/errors.ts';
import type { SignatureScheme, Signer } from '../../../engine/vault.ts';
import { derOfP1363 } from '../ecdsa-der.ts';
import type { Clients, VaultCertificate } from './clients.ts';

/** Signs inside the vault: only digests and signatures travel. */
export function remoteSigner(clients: Clients, { certificate, keyId }: VaultCertificate): Signer {
  const sign = async (digest: Uint8Array, scheme: SignatureScheme): Promise<Uint8Array> => {
    const signature = await clients.sign(
      keyId,
      algorithmOf(certificate.publicKey.asymmetricKeyDetails, scheme),
      digest,
    );
    return scheme.padding === 'ecdsa' && scheme.encoding === 'der' ? derOfP1363(signature) : signature;
  };
  return {
    certificate,
    chain: [],
    sign,
    signMessage: (message, scheme) => sign(createHash(scheme.hash).update(message).digest(), scheme),
  };
}

const curves: Readonly<Record<string, SignatureAlgorithm>> = {
  'prime256v1 sha256': 'ES256',
  'secp256k1 sha256': 'ES256K',
  'secp384r1 sha384': 'ES384',
  'secp521r1 sha512': 'ES512',
};

/** The vault's name of a scheme (RFC 7518, section 3.1); it knows no SHA-1 and one salt length only. */
function algorithmOf(key: { namedCurve?: string } | undefined, scheme: SignatureScheme): SignatureAlgorithm {
  const bits = scheme.hash.slice(3);
  if (scheme.padding === 'ecdsa') {
    const algorithm = curves[`${key?.namedCurve} ${scheme.hash}`];
    return algorithm ?? refused(`ECDSA with ${scheme.hash} on ${key?.namedCurve ?? 'a key that is not on a curve'}`);
  }
  if (key?.namedCurve !== undefined) return refused(`${scheme.padding} with a key on ${key.namedCurve}`);
  if (scheme.hash === 'sha1') return refused('RSA with SHA-1');
  if (scheme.padding === 'pkcs1') return `RS${bits}`;
  if (scheme.saltLength === Number(bits) / 8) return `PS${bits}`;
  return refused(`PSS with a salt of ${scheme.saltLength} bytes`);
}

const refused = (what: string): never =>
  fail('KEY_SCHEME', `Key Vault does not sign ${what}.`, {
    hint: 'Use a key of the kind that the signature asks for, or a certificate whose private key is exportable.',
  });
