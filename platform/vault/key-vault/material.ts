import { fail } from '../../../engine/errors.ts';
import type { KeyFiles, KeyMaterial } from '../key-material.ts';
import type { SecretValue } from './clients.ts';
import type { Kept } from './keeper.ts';

type Secrets = Kept<SecretValue | undefined>;

/**
 * The key and certificates that a secret holds; undefined when there is no such secret. A certificate of the vault has a secret of
 * its own name too: its PFX without a password in base64, or its PEM.
 */
export async function readMaterial(name: string, secrets: Secrets): Promise<KeyMaterial | undefined> {
  const secret = await secrets.get(name);
  if (secret === undefined) return undefined;
  const managed = secret.contentType === 'application/x-pkcs12' || secret.contentType === 'application/x-pem-file';
  const password = managed ? undefined : await secrets.get(`${name}-password`);
  const { readKeyMaterial } = await import('../key-material.ts');
  return readKeyMaterial(name, filesOf(name, secret), password?.value ?? '');
}

function filesOf(name: string, { value }: SecretValue): KeyFiles {
  if (value.includes('-----BEGIN ')) return { form: 'pem', bytes: Buffer.from(value) };
  const compact = value.replace(/\s+/g, '');
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return { form: 'pkcs12', bytes: Buffer.from(compact, 'base64') };
  return fail('KEY_UNREADABLE', `The secret ${name} holds neither a PFX in base64 nor a PEM`);
}
