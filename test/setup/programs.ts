import { spawnSync } from 'node:child_process';

/** Programs of other people that judge what we make, and the Debian packages they come in. */
const programs = { xmllint: 'libxml2-utils', xsltproc: 'xsltproc', openssl: 'openssl', xmlsec1: 'xmlsec1' };

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Installs what is missing where it may (root, with apt-get); elsewhere the tests that need it skip and say so. */
export default function setup(): void {
  const missing = Object.entries(programs).filter(([program]) => !has(program));
  if (missing.length === 0 || process.getuid?.() !== 0 || !has('apt-get')) return;
  const packages = missing.map(([, name]) => name);
  process.stdout.write(`installing ${packages.join(', ')}\n`);
  const install = () => spawnSync('apt-get', ['install', '-y', '-qq', ...packages], { timeout: 60_000 }).status === 0;
  if (install()) return;
  spawnSync('apt-get', ['update', '-qq'], { timeout: 60_000 });
  if (!install())
    process.stdout.write(`${packages.join(', ')} could not be installed; tests that need them are skipped\n`);
}
