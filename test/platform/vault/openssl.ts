import { spawnSync } from 'node:child_process';
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
  const folder = mkdtempSync(join(tmpdir(), 'timbre-openssl-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const run = spawnSync('openssl', args, { cwd: folder });
    if (run.status !== 0) throw new Error(run.stderr.toString());
    return out === '-' ? run.stdout : readFileSync(join(folder, out));
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
