import { createHash, createHmac, randomBytes } from 'node:crypto';
import forge from 'node-forge';
import { type Asn1, fromDer, integer, nothing, octets, oid, sequence, set, tagged, taggedBytes, toDer } from './der.ts';

/**
 * How a PKCS#12 file is encrypted:
 * - `modern`: PBES2 with AES-256-CBC and HMAC-SHA-256, MAC with SHA-256 (OpenSSL 3, Windows 2019 and later)
 * - `3des`: pbeWithSHAAnd3-KeyTripleDES-CBC for key and certificate, MAC with SHA-1
 * - `rc2`: certificate under pbeWithSHAAnd40BitRC2-CBC, key under 3DES, MAC with SHA-1 (old Windows, Java, OpenSSL 1)
 */
export type PfxAlgorithm = 'modern' | '3des' | 'rc2';

const ROUNDS = 2048;
const DATA = '1.2.840.113549.1.7.1';
const ENCRYPTED_DATA = '1.2.840.113549.1.7.6';
const KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3';
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1';
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21';
const PBE_RC2_40 = '1.2.840.113549.1.12.1.6';

/** A PKCS#12 file (RFC 7292) with one key (PKCS#8 DER) and its certificate (DER). */
export function makePfx(key: Buffer, certificate: Buffer, password: string, algorithm: PfxAlgorithm): Buffer {
  const id = set(sequence(oid(LOCAL_KEY_ID), set(octets(createHash('sha1').update(certificate).digest()))));
  const keyBag = sequence(oid(KEY_BAG), tagged(0, encrypt(fromDer(key), password, algorithm)), id);
  const certificateBag = sequence(
    oid(CERTIFICATE_BAG),
    tagged(0, sequence(oid(X509_CERTIFICATE), tagged(0, octets(certificate)))),
    id,
  );
  const contents = toDer(
    sequence(encryptedContent(sequence(certificateBag), password, algorithm), dataContent(toDer(sequence(keyBag)))),
  );
  return toDer(sequence(integer('03'), dataContent(contents), macData(contents, password, algorithm)));
}

const dataContent = (bytes: Buffer): Asn1 => sequence(oid(DATA), tagged(0, octets(bytes)));

function encryptedContent(content: Asn1, password: string, algorithm: PfxAlgorithm): Asn1 {
  const { scheme, bytes } =
    algorithm === 'rc2' ? encryptRc2(content, password) : encryptParts(content, password, algorithm);
  const info = sequence(oid(DATA), scheme, taggedBytes(0, bytes));
  return sequence(oid(ENCRYPTED_DATA), tagged(0, sequence(integer('00'), info)));
}

/** EncryptedPrivateKeyInfo: `rc2` files too keep their key under 3DES. */
function encrypt(content: Asn1, password: string, algorithm: PfxAlgorithm): Asn1 {
  const { scheme, bytes } = encryptParts(content, password, algorithm);
  return sequence(scheme, octets(bytes));
}

function encryptParts(content: Asn1, password: string, algorithm: PfxAlgorithm): { scheme: Asn1; bytes: Buffer } {
  const options =
    algorithm === 'modern'
      ? { algorithm: 'aes256' as const, prfAlgorithm: 'sha256' as const }
      : { algorithm: '3des' as const };
  const encrypted = forge.pki.encryptPrivateKeyInfo(content, password, { ...options, count: ROUNDS, saltSize: 8 });
  const [scheme, bytes] = encrypted.value;
  if (typeof scheme !== 'object' || typeof bytes !== 'object' || typeof bytes.value !== 'string') {
    throw new TypeError('node-forge returned no EncryptedPrivateKeyInfo');
  }
  return { scheme, bytes: Buffer.from(bytes.value, 'binary') };
}

function encryptRc2(content: Asn1, password: string): { scheme: Asn1; bytes: Buffer } {
  const salt = randomBytes(8);
  const cipher = forge.rc2.createEncryptionCipher(deriveKey(password, salt, 1, 5, 'sha1'), 40);
  cipher.start(deriveKey(password, salt, 2, 8, 'sha1'));
  cipher.update(forge.util.createBuffer(toDer(content).toString('binary')));
  cipher.finish();
  const scheme = sequence(oid(PBE_RC2_40), sequence(octets(salt), integer(ROUNDS.toString(16))));
  return { scheme, bytes: Buffer.from(cipher.output.getBytes(), 'binary') };
}

function macData(contents: Buffer, password: string, algorithm: PfxAlgorithm): Asn1 {
  const hash = algorithm === 'modern' ? 'sha256' : 'sha1';
  const salt = randomBytes(8);
  const key = deriveKey(password, salt, 3, hash === 'sha256' ? 32 : 20, hash);
  const mac = createHmac(hash, Buffer.from(key.getBytes(), 'binary')).update(contents).digest();
  const hashOid = hash === 'sha256' ? '2.16.840.1.101.3.4.2.1' : '1.3.14.3.2.26';
  const digest = sequence(sequence(oid(hashOid), nothing()), octets(mac));
  return sequence(digest, octets(salt), integer(ROUNDS.toString(16)));
}

/** PKCS#12's own key derivation (RFC 7292, appendix B): `id` 1 makes a key, 2 an initial vector, 3 a MAC key. */
function deriveKey(password: string, salt: Buffer, id: number, length: number, hash: 'sha1' | 'sha256') {
  const buffer = forge.util.createBuffer(salt.toString('binary'));
  return forge.pkcs12.generateKey(password, buffer, id, ROUNDS, length, forge.md[hash].create());
}
