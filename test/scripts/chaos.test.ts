import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { hasAzurite } from '../../scripts/services/azurite.ts';
import { hasRedis } from '../../scripts/services/redis.ts';

const main = fileURLToPath(new URL('../../dist/scripts/chaos/main.js', import.meta.url));
const started: ChildProcess[] = [];

/** `npm run chaos` in a group of its own, so that all it starts can be ended with it. */
async function chaos(...parameters: string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(process.execPath, [main, ...parameters], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  started.push(child);
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  process.stdout.write(said);
  return { code, said };
}

/** 300 take a minute of processor time; fewer serve while something else is looked for. */
const invoices = Number(process.env.TIMBRE_CHAOS ?? 300);

/** The number before or behind some words. */
const figure = (said: string, words: RegExp): number => Number(words.exec(said)?.[1] ?? Number.NaN);

describe.skipIf(!existsSync(main) || !hasRedis || !hasAzurite)('chaos, needs redis-server and azurite', () => {
  afterAll(() => {
    for (const { pid, exitCode } of started) if (pid !== undefined && exitCode === null) process.kill(-pid, 'SIGKILL');
  });

  it(`${invoices} invoices: none is lost, doubled, unrecorded or other than it was stamped`, async () => {
    const { code, said } = await chaos('--invoices', String(invoices), '--seed', '7', '--settle', '8');
    expect(said).toContain('lost 0, doubled 0, unrecorded 0, wrong bytes 0');
    expect(code).toBe(0);
    expect(figure(said, /worker killed -9 (\d+)/)).toBeGreaterThan(0);
    expect(figure(said, /(\d+) dropped before/) + figure(said, /stamped, (\d+) after/)).toBeGreaterThan(invoices / 25);
    expect(figure(said, /asked (\d+) times/)).toBeGreaterThan(invoices / 50);
  }, 300_000);

  it('finds doubles when the settle window is too short for the PAC', async () => {
    const { code, said } = await chaos('--control', '--calm', '--invoices', '20', '--workers', '1', '--settle', '4');
    expect(figure(said, /doubled (\d+)/)).toBeGreaterThan(0);
    expect(code).toBe(0);
  }, 120_000);
});
