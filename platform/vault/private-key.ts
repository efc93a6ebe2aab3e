import { createPrivateKey, type KeyObject } from 'node:crypto';
import forge from 'node-forge';
import { fail } from '../../engine/errors.ts';

/**
 * A private key in DER or PEM: PKCS#8, encrypted or not, PKCS#1, SEC 1.
 *
 * @throws TimbreError KEY_PASSWORD, KEY_UNREADABLE
 */
export function readPrivateKey(name: string, bytes: Uint8Array, password: string): KeyObject {
  const pem = Buffer.from(bytes).toString('latin1').trimStart();
  if (pem.startsWith('-----BEGIN ')) return readPemKey(name, pem, password);
  const der = Buffer.from(bytes);
  if (isEncrypted(der)) return readEncrypted(name, der, password);
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const) {
    const key = tryKey(() => createPrivateKey({ key: der, format: 'der', type }));
    if (key !== undefined) return key;
  }
  return fail('KEY_UNREADABLE', `The private key of the secret ${name} is neither PKCS#8, PKCS#1 nor SEC 1`);
}

function readPemKey(name: string, pem: string, password: string): KeyObject {
  const [, label = '', body = ''] = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END/.exec(pem) ?? [];
  if (label === 'ENCRYPTED PRIVATE KEY') return readEncrypted(name, Buffer.from(body, 'base64'), password);
  const key = tryKey(() => createPrivateKey({ key: pem, format: 'pem', passphrase: password }));
  if (key !== undefined) return key;
  // RFC 1421 headers of traditional PEM: the only encrypted form besides PKCS#8.
  if (body.includes('Proc-Type: 4,ENCRYPTED')) return wrongPassword(name);
  return fail('KEY_UNREADABLE', `The private key of the secret ${name} cannot be read`);
}

function tryKey(read: () => KeyObject): KeyObject | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** EncryptedPrivateKeyInfo begins with an AlgorithmIdentifier, PrivateKeyInfo with a version (RFC 5958). */
function isEncrypted(der: Buffer): boolean {
  try {
    const [first] = sequenceOf(forge.asn1.fromDer(der.toString('binary'), false).value);
    return first?.type === forge.asn1.Type.SEQUENCE;
  } catch {
    return false;
  }
}

const sequenceOf = (value: forge.asn1.Asn1['value']): forge.asn1.Asn1[] => (typeof value === 'string' ? [] : value);

/** Node's OpenSSL first; node-forge for what OpenSSL 3 calls legacy (PBES1 with DES or RC2). */
function readEncrypted(name: string, der: Buffer, password: string): KeyObject {
  const key = tryKey(() => createPrivateKey({ key: der, format: 'der', type: 'pkcs8', passphrase: password }));
  if (key !== undefined) return key;
  try {
    const info = forge.pki.decryptPrivateKeyInfo(forge.asn1.fromDer(der.toString('binary')), password);
    if (info === null) return wrongPassword(name);
    const plain = Buffer.from(forge.asn1.toDer(info).getBytes(), 'binary');
    return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
  } catch (cause) {
    if (cause instanceof Error && /unsupported|cannot read encrypted/i.test(cause.message)) {
      return fail(
        'KEY_UNREADABLE',
        `The private key of the secret ${name} is encrypted in a way that is not supported`,
      );
    }
    return wrongPassword(name);
  }
}

const wrongPassword = (name: string): never =>
  fail('KEY_PASSWORD', `The password of the secret ${name} does not open its private key`);
