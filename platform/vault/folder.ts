import { fail } from '../../engine/errors.ts';
import { readCertificates } from './certificates.ts';
import type { CertificateVault } from './chains.ts';
import { type Found, findFile, readFound } from './files.ts';
import type { KeyFiles, KeyMaterial } from './key-material.ts';
import { localIdentity, localSigner } from './local-signer.ts';
import { checkName } from './names.ts';

/**
 * A vault of files in one folder, read anew when a file changes.
 * A secret: `<name>.txt` or `<name>.secret`, a line break at its end left out.
 * A certificate with its key: `<name>.pfx` or `.p12`; `<name>.pem` with both; or `<name>.cer` with `<name>.key`. The password in
 * `<name>.password` (or a secret of that name); without one it is empty. A certificate without a key: `<name>.cer`, `.crt` or `.pem`.
 */
export function folderVault(folder: string): CertificateVault {
  const cache = new Map<string, Cached>();
  return {
    secret: async (name) => readSecret(folder, checkName(name)),
    signer: async (name) => localSigner(await materialOf(cache, folder, checkName(name))),
    clientIdentity: async (name) => localIdentity(await materialOf(cache, folder, checkName(name))),
    async certificates(name) {
      const found = await findOne(folder, checkName(name), ['.cer', '.pem', '.crt']);
      if (found === undefined) return missing(folder, name, `${name}.cer`);
      return readCertificates(name, await readFound(name, found));
    },
  };
}

interface Cached {
  /** Names, sizes and times of the files it was read from. */
  readonly state: string;
  readonly material: KeyMaterial;
}

async function readSecret(folder: string, name: string): Promise<string> {
  const found = await findOne(folder, name, ['.txt', '.secret']);
  if (found === undefined) return missing(folder, name, `${name}.txt`);
  return asText(await readFound(name, found));
}

const asText = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('utf8')
    .replace(/\r?\n$/, '');

async function materialOf(cache: Map<string, Cached>, folder: string, name: string): Promise<KeyMaterial> {
  const { password, main, key } = await findKeyFiles(folder, name);
  const state = [main, key, password].map((found) => found?.state ?? '').join('\n');
  const cached = cache.get(name);
  if (cached?.state === state) return cached.material;
  const phrase = password === undefined ? '' : asText(await readFound(name, password));
  // node-forge comes with it, which most commands never need.
  const { readKeyMaterial } = await import('./key-material.ts');
  const material = readKeyMaterial(name, await readFiles(name, main, key), phrase);
  cache.set(name, { state, material });
  return material;
}

async function findKeyFiles(folder: string, name: string) {
  const main = await findOne(folder, name, ['.pfx', '.p12', '.pem', '.cer']);
  const password = await findOne(folder, `${name}.password`, ['', '.txt', '.secret']);
  if (main === undefined) return missing(folder, name, `${name}.pfx, or ${name}.cer with ${name}.key`);
  const key = main.suffix === '.cer' ? await findFile(folder, name, '.key') : undefined;
  if (main.suffix === '.cer' && key === undefined) return missing(folder, name, `${name}.key`);
  return { main, key, password };
}

async function readFiles(name: string, main: Found, key: Found | undefined): Promise<KeyFiles> {
  const bytes = await readFound(name, main);
  if (key !== undefined) return { form: 'pair', certificate: bytes, key: await readFound(name, key) };
  return { form: main.suffix === '.pem' ? 'pem' : 'pkcs12', bytes };
}

async function findOne(folder: string, name: string, suffixes: readonly string[]): Promise<Found | undefined> {
  const all = await Promise.all(suffixes.map((suffix) => findFile(folder, name, suffix)));
  const [first, second] = all.filter((found) => found !== undefined);
  if (second !== undefined) {
    fail('SECRET_AMBIGUOUS', `The vault ${folder} has both ${name}${first?.suffix} and ${name}${second.suffix}`);
  }
  return first;
}

const missing = (folder: string, name: string, file: string): never =>
  fail('SECRET_MISSING', `The secret ${name} is not in the vault ${folder}`, { hint: `Put ${file} into that folder.` });
