import { type KeyObject, X509Certificate } from 'node:crypto';
import { fail } from '../../engine/errors.ts';
import { readPrivateKey } from './private-key.ts';

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g;

/** The certificates and the one private key of a PEM file, in any order. */
export function readPem(name: string, bytes: Uint8Array, password: string) {
  const blocks = [...Buffer.from(bytes).toString('latin1').matchAll(BLOCK)];
  const keys = blocks.filter(([, label]) => label?.endsWith('PRIVATE KEY'));
  const [first] = keys;
  if (first === undefined || keys.length > 1) {
    return fail('KEY_UNREADABLE', `The PEM file of the secret ${name} has ${keys.length} private keys, not one`);
  }
  const key: KeyObject = readPrivateKey(name, Buffer.from(first[0], 'latin1'), password);
  const certificates = blocks.filter(([, label]) => label === 'CERTIFICATE').map(([block]) => block);
  try {
    return { key, certificates: certificates.map((block) => new X509Certificate(block)) };
  } catch {
    return fail('KEY_UNREADABLE', `A certificate in the PEM file of the secret ${name} cannot be read`);
  }
}
