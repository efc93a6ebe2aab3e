import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import forge from 'node-forge';
import { fail } from '../../engine/errors.ts';
import { deriveNatively } from './native-pbkdf2.ts';

type Bag = forge.pkcs12.Bag;
type Pkcs12 = forge.pkcs12.Pkcs12Pfx;

deriveNatively();

const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;

/**
 * The certificates and the one private key of a PKCS#12 file. node-forge reads it, because OpenSSL 3 refuses RC2 and 3DES;
 * what it finds becomes a `KeyObject` at once.
 *
 * @throws TimbreError KEY_PASSWORD, KEY_UNREADABLE
 */
export function readPkcs12(name: string, bytes: Uint8Array, password: string) {
  const pfx = open(name, bytes, password);
  const keys = [...bagsOf(pfx, pkcs8ShroudedKeyBag), ...bagsOf(pfx, keyBag)];
  const [first] = keys;
  if (first === undefined || keys.length > 1) {
    return fail('KEY_UNREADABLE', `The PKCS#12 file of the secret ${name} has ${keys.length} private keys, not one`);
  }
  try {
    return { key: keyOf(first), certificates: bagsOf(pfx, certBag).map(certificateOf) };
  } catch {
    return fail(
      'KEY_UNREADABLE',
      `The PKCS#12 file of the secret ${name} holds a key or certificate that cannot be read`,
    );
  }
}

function open(name: string, bytes: Uint8Array, password: string): Pkcs12 {
  const asn1 = parse(name, bytes);
  try {
    return forge.pkcs12.pkcs12FromAsn1(asn1, false, password);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : '';
    if (/invalid password|failed to decrypt/i.test(message)) {
      return fail('KEY_PASSWORD', `The password of the secret ${name} does not open its PKCS#12 file`);
    }
    return fail('KEY_UNREADABLE', `The PKCS#12 file of the secret ${name} cannot be read: ${message}`);
  }
}

function parse(name: string, bytes: Uint8Array): forge.asn1.Asn1 {
  try {
    return forge.asn1.fromDer(Buffer.from(bytes).toString('binary'));
  } catch {
    return fail('KEY_UNREADABLE', `The file of the secret ${name} is not PKCS#12`);
  }
}

const bagsOf = (pfx: Pkcs12, bagType: string | undefined): Bag[] =>
  bagType === undefined ? [] : (pfx.getBags({ bagType })[bagType] ?? []);

/** node-forge turns RSA keys into objects of its own; every other key stays PKCS#8 in ASN.1. */
function keyOf(bag: Bag): KeyObject {
  const info = bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1;
  return createPrivateKey({ key: derOf(info), format: 'der', type: 'pkcs8' });
}

const certificateOf = (bag: Bag): X509Certificate =>
  new X509Certificate(derOf(bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));

const derOf = (asn1: forge.asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(asn1).getBytes(), 'binary');
