import { spawn } from 'node:child_process';
import { packageFolder } from '../platform/environment/index.ts';

/** What `npm run check` looks at once it has built, by the command that says it. */
const checks = [
  'npm run --silent types',
  'npm run --silent lint',
  'node dist/scripts/check-imports.js',
  'node dist/scripts/check-exports.js',
  'node dist/scripts/generate.js --check',
  'node dist/cli/main.js check',
];

/** All at once: each of them keeps no more than a processor busy. What one found does not keep another from being told. */
const found = await Promise.all(checks.map(run));
process.exitCode = found.every(Boolean) ? 0 : 1;

/** Tells what the command said when it ends; resolves to whether all was well. */
function run(command: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, { cwd: packageFolder, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      process.stdout.write(`> ${command}\n${Buffer.concat(said)}`);
      resolve(code === 0);
    });
  });
}
