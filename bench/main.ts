import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endOnSignals } from '../scripts/services/with-us.ts';
import { benches } from './benches.ts';
import type { BenchResult } from './result.ts';

/**
 * `npm run bench -- [NAME…] [--json] [--long]`: each bench in a process of its own, so that none warms up, or fills the memory of,
 * another. Exit 1 when a limit is broken, 2 for a name that there is not.
 */
const flags = process.argv.slice(2).filter((each) => each.startsWith('--'));
const named = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const json = flags.includes('--json');
const long = flags.includes('--long');
const unknown = named.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 2;
} else if (flags.includes('--here')) {
  endOnSignals();
  for (const name of named) process.stdout.write(`${JSON.stringify(await benches[name]?.(long))}\n`);
} else {
  const results = (named.length > 0 ? named : Object.keys(benches)).map(inOwnProcess);
  if (json) process.stdout.write(`${JSON.stringify(results)}\n`);
  process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
}

function inOwnProcess(name: string): BenchResult {
  const script = fileURLToPath(import.meta.url);
  const child = spawnSync(
    process.execPath,
    [...process.execArgv, script, '--here', name, ...(long ? ['--long'] : [])],
    {
      encoding: 'utf8',
      // As in deploy/Dockerfile.
      env: { ...process.env, MALLOC_TRIM_THRESHOLD_: '1048576' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const result: BenchResult =
    child.status === 0 ? JSON.parse(child.stdout) : { name, figures: {}, limit: {}, ok: false };
  if (!json) process.stdout.write(`${line(result, child.status)}\n`);
  return result;
}

function line({ name, figures, limit, ok, skipped, without = [] }: BenchResult, status: number | null): string {
  if (status !== 0) return `${name.padEnd(11)} FAILED   ended with ${status}`;
  if (skipped !== undefined) return `${name.padEnd(11)} skipped  ${skipped}`;
  const said = Object.entries(figures).map(([figure, value]) => {
    const most = limit[figure];
    return `${figure} ${shown(value)}${most === undefined ? '' : ` (at most ${most})`}`;
  });
  for (const each of without) said.push(`skipped: ${each}, which is not there`);
  return `${name.padEnd(11)} ${ok ? 'ok     ' : 'BROKEN '}  ${said.join(', ')}`;
}

function shown(value: number): string {
  return String(Number(value.toPrecision(value < 100 ? 3 : 6)));
}
