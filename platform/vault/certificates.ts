import { X509Certificate } from 'node:crypto';
import { fail } from '../../engine/errors.ts';

const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * Public certificates: PEM, each issued by the next; or one in DER, or its base64 as it stands between the lines of a PEM.
 *
 * @throws TimbreError KEY_UNREADABLE
 */
export function readCertificates(name: string, bytes: Uint8Array): readonly X509Certificate[] {
  const text = Buffer.from(bytes).toString('latin1');
  const blocks = text.match(BLOCK);
  try {
    if (blocks) return blocks.map((block) => new X509Certificate(block));
    const compact = text.replace(/\s+/g, '');
    const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
    return [new X509Certificate(isBase64 ? Buffer.from(compact, 'base64') : Buffer.from(bytes))];
  } catch {
    return fail('KEY_UNREADABLE', `The secret ${name} is not a certificate in PEM, DER or base64.`);
  }
}
