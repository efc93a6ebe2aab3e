import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../platform/environment/index.ts';
import { withUs } from './with-us.ts';

/** Azure's own emulator, in a folder of its own: its 370 packages are no part of the project. */
const version = '3.37.0';
const folder = join(packageFolder, '.timbre', 'azurite');
const program = join(folder, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js');

/**
 * Azurite finds its blobs by LokiJS, which for one that is removed walks through all and sorts its four indexes anew: half a second for
 * each among 26,000, in which nobody else is answered; the service itself knows no such time. So one that is removed leaves the indexes
 * as LokiJS's own `remove` lets it, and what is asked for by name is looked up by name first. What is found stays the same.
 */
const removesOne = `
import { createRequire } from 'node:module';
const { Collection, Resultset } = createRequire(${JSON.stringify(program)})('lokijs');
const { removeBatchByPositions } = Collection.prototype;
Collection.prototype.removeBatchByPositions = function (positions) {
  if (positions.length === 1) this.remove(this.data[positions[0]]);
  else removeBatchByPositions.call(this, positions);
};
const { find } = Resultset.prototype;
Resultset.prototype.find = function (query, firstOnly) {
  return find.call(this, typeof query?.name === 'string' ? { name: query.name, ...query } : query, firstOnly);
};`;

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
  /** SIGSTOP: it takes connections and answers nothing; gives what lets it go on. */
  stop(): () => void;
  close(): Promise<void>;
}

/** A blob service on a free port of this machine, in memory. */
export async function startAzurite(): Promise<Azurite> {
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(removesOne)}`,
    program,
    '--blobHost',
    '127.0.0.1',
    '--blobPort',
    '0',
    '--inMemoryPersistence',
    '--silent',
    '--disableTelemetry',
  ];
  const child = withUs(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
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
    stop() {
      child.kill('SIGSTOP');
      return () => void child.kill('SIGCONT');
    },
    async close() {
      child.kill('SIGCONT');
      child.kill();
      await closed;
    },
  };
}
