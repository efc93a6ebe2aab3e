import { spawnSync } from 'node:child_process';
import type { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestTaxpayer } from '../../../sandbox/certificates/index.ts';

const version = spawnSync('openssl', ['version']);

/** Why openssl cannot be asked; undefined when it can. */
export const noOpenssl: string | undefined = version.error === undefined ? undefined : 'openssl is not installed';

/** Runs openssl in a folder of its own with these files, and gives the file it was to write. */
export function openssl(
  args: readonly string[],
  files: Readonly<Record<string, Uint8Array | string>>,
  out: string,
): Buffer {
  return inFolder(files, (folder) => {
    const run = spawnSync('openssl', args, { cwd: folder });
    if (run.status !== 0) throw new Error(run.stderr.toString());
    return out === '-' ? run.stdout : readFileSync(join(folder, out));
  });
}

/** Whether openssl finds that the certificate's key made this signature (RSA over SHA-256, in base64) of the text. */
export function opensslVerifies({ publicKey }: X509Certificate, signature: string, text: string): boolean {
  const key = publicKey.export({ type: 'spki', format: 'pem' });
  const args = ['dgst', '-sha256', '-verify', 'key.pem', '-signature', 'signature', 'text'];
  return inFolder({ 'key.pem': key, signature: Buffer.from(signature, 'base64'), text }, (folder) => {
    return spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' }).stdout.trim() === 'Verified OK';
  });
}

function inFolder<T>(files: Readonly<Record<string, Uint8Array | string>>, work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A PKCS#12 file as openssl makes it. */
export function opensslPfx(taxpayer: TestTaxpayer, password: string, flags: readonly string[]): Buffer {
  const pem = `${taxpayer.privateKeyPem}\n${taxpayer.certificatePem}`;
  const args = ['pkcs12', '-export', '-in', 'both.pem', '-out', 'out.pfx', '-passout', `pass:${password}`, ...flags];
  return openssl(args, { 'both.pem': pem }, 'out.pfx');
}
