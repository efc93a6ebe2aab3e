import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What VS Code's YAML extension is made of, in a folder of its own: it is no part of the project. */
const version = '1.22.0';
const folder = fileURLToPath(new URL('../../.timbre/yaml-language-server/', import.meta.url));

export const program = join(folder, 'node_modules', 'yaml-language-server', 'bin', 'yaml-language-server');

/** Installs it once; false without a registry: the tests that need it are skipped then, and say so. */
export function installLanguageServer(): boolean {
  if (existsSync(program)) return true;
  mkdirSync(folder, { recursive: true });
  const dependencies = { 'yaml-language-server': version };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  process.stdout.write(`installing yaml-language-server ${version}\n`);
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  const { status } = spawnSync('npm', options, { cwd: folder, timeout: 120_000, stdio: 'ignore' });
  if (status !== 0) process.stdout.write('the YAML language server could not be installed; its tests are skipped\n');
  return status === 0;
}
