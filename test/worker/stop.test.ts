import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hasRedis, startRedis } from '../../scripts/services/redis.ts';
import { openQueue } from '../../worker/index.ts';
import { atHand, isBuilt, useProcesses } from './processes.ts';

describe.skipIf(!isBuilt || !hasRedis)('timbre worker told to stop, needs redis-server', () => {
  const { closing, world, begin, stop, logOf } = useProcesses();

  it(`with ${atHand} runs at hand: ends in time, leaves no attempt unknown, and the next one does the rest`, async () => {
    const { pac, environment, file, runs, queue } = await world({ runs: atHand + 20 });
    const { child: first } = await begin('worker', file);
    await Promise.all(runs.map((run) => queue.add(run)));
    await expect.poll(() => pac.requests.length, { timeout: 60_000, interval: 50 }).toBeGreaterThan(atHand / 2);
    expect((await queue.depth()).active).toBeGreaterThan(atHand / 2);
    const { code, took } = await stop(first);
    process.stdout.write(`timbre worker with ${atHand} runs at hand ended within ${(took / 1000).toFixed(1)} s\n`);
    expect(code).toBe(0);
    expect(took).toBeLessThan(20_000);
    expect((await queue.depth()).active).toBe(0);
    for (const run of runs) expect((await environment.engine.log(run)).at(-1)?.type).not.toBe('attempted');
    const { child: second } = await begin('worker', file);
    for (const run of runs)
      await expect.poll(() => environment.engine.read(run), { timeout: 60_000 }).toMatchObject({ outcome: 'accepted' });
    expect((await stop(second)).code).toBe(0);
    expect(pac.ledger.length).toBe(runs.length);
  }, 150_000);

  it('while Redis is away: ends once the answer is there, says so, and the next one sends nothing again', async () => {
    const { pac, redis, environment, file, runs, queue } = await world({ runs: 1 });
    const [run = ''] = runs;
    const { child: first } = await begin('worker', file);
    await queue.add(run);
    await expect.poll(() => pac.requests.length, { timeout: 30_000, interval: 20 }).toBe(1);
    await redis.close();
    const { code, took } = await stop(first);
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
    expect(logOf(first)).toContain('"msg":"queue left"');
    expect(await environment.engine.read(run)).toMatchObject({ outcome: 'accepted' });
    closing.push(await startRedis([], redis.port));
    const fresh = await openQueue({ redis: redis.url, prefix: 'timbre:local' });
    closing.push(fresh);
    await fresh.add(run);
    const { child: second } = await begin('worker', file);
    await expect.poll(() => fresh.depth(), { timeout: 30_000 }).toMatchObject({ waiting: 0, active: 0 });
    expect((await stop(second)).code).toBe(0);
    expect(pac.ledger.length).toBe(1);
    expect(pac.requests.length).toBe(1);
  }, 90_000);

  it('while Redis is away and comes back: ends as ever', async () => {
    const { redis, file } = await world({ runs: 0 });
    const { child } = await begin('worker', file);
    await redis.close();
    const stopped = stop(child);
    await pause(1_000);
    closing.push(await startRedis([], redis.port));
    const { code, took } = await stopped;
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
  }, 60_000);

  it('timbre serve ends while Redis is away', async () => {
    const { redis, file } = await world({ runs: 0 });
    const { child } = await begin('serve', file);
    await redis.close();
    const { code, took } = await stop(child);
    expect(code).toBe(0);
    expect(took).toBeLessThan(15_000);
  }, 60_000);

  it('while it waits for the store: ends as ever', async () => {
    const { file } = await world({ runs: 0 });
    const store = join(dirname(file), 'store');
    rmSync(store, { recursive: true });
    writeFileSync(store, 'a file in the place of the folder');
    const { child, said } = await begin('worker', file);
    expect(said).toContain('STORE_FAILED');
    expect((await stop(child)).code).toBe(0);
  }, 60_000);
});
