import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../platform/environment/index.ts';
import { withUs } from './with-us.ts';

/** Azure's own emulator, in a folder of its own: its 370 packages are no part of the project. */
const version = '3.37.0';
const folder = join(packageFolder, '.timbre', 'azurite');
const program = join(folder, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');

export const hasAzurite = existsSync(program);

/** Installs the emulator once; without a registry the tests that need it are skipped, and say so. */
export function installAzurite(): void {
  if (existsSync(program)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: { azurite: version } }));
  process.stdout.write(`installing azurite ${version}\n`);
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status } = spawnSync('npm', options, { cwd: folder, timeout: 120_000, stdio: 'ignore' });
  if (status !== 0) process.stdout.write('azurite could not be installed; tests that need it are skipped\n');
}

export interface Azurite {
  readonly url: string;
  /** The well-known account of every emulator. */
  readonly account: { readonly name: string; readonly key: string };
  close(): Promise<void>;
}

/** A blob service on a free port of this machine, in memory. */
export async function startAzurite(): Promise<Azurite> {
  const args = [
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    '0',
    '--inMemoryPersistence',
    '--silent',
    '--disableTelemetry',
  ];
  const child = withUs(spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }));
  const closed = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      const found = /successfully listens on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', (code) => reject(new Error(`azurite ended with ${code}: ${said}`)));
  });
  const name = 'devstoreaccount1';
  // The key is the same on every machine: the emulator publishes it.
  const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  return {
    url: `${address}/${name}`,
    account: { name, key },
    async close() {
      child.kill();
      await closed;
    },
  };
}
