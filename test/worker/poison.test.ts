import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createEngine, type Store } from '../../engine/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { folderStore, memoryStore } from '../../platform/store/index.ts';
import { hasRedis } from '../../scripts/services/redis.ts';
import { openQueue, startWorker } from '../../worker/index.ts';
import { isBuilt } from '../cli/timbre.ts';
import { Authority, invoice, testFeature, testPorts } from '../engine/run/world.ts';
import { useRedis } from './queues.ts';

const script = fileURLToPath(new URL('./poison-worker.mjs', import.meta.url));

describe.skipIf(!hasRedis || !isBuilt)('real workers, needs redis-server and npm run build', () => {
  const { opened, options: optionsOf } = useRedis();
  const home = mkdtempSync(join(tmpdir(), 'timbre-poison-'));
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  function world(store?: Store) {
    const options = optionsOf();
    const folder = join(home, randomUUID());
    const authority = new Authority('stamps-every-post', Date.now);
    const feature = testFeature();
    const pipeline = feature.pipelines.issue;
    const ports = testPorts(feature, authority, systemClock, store ?? folderStore(folder));
    const engine = createEngine(ports);
    const submit = (number: string) => engine.submit({ feature, pipeline, context: {}, data: invoice(number) });
    return { options, folder, authority, ports, engine, submit };
  }

  it('a run that ends every process it is in is held after five; the others are done', async () => {
    const { options, folder, engine, submit } = world();
    const queue = await openQueue(options);
    opened.push(queue);
    const done = join(home, `${randomUUID()}.txt`);
    const poison = await submit('poison');
    const innocent = await Promise.all(Array.from({ length: 12 }, (_, number) => submit(`A-${number}`)));
    for (const run of [...innocent.slice(0, 2), poison, ...innocent.slice(2)]) await queue.add(run);
    let ends = 0;
    let child: ChildProcess | undefined;
    let over = false;
    const begin = (): void => {
      child = spawn(process.execPath, [script, options.redis, options.prefix, folder, poison, done], {
        stdio: 'inherit',
      });
      child.once('exit', () => {
        if (over) return;
        ends += 1;
        begin();
      });
    };
    begin();
    try {
      await expect.poll(async () => (await engine.read(poison)).state, { timeout: 60_000, interval: 200 }).toBe('held');
      const finished = () => (existsSync(done) ? readFileSync(done, 'utf8').trim().split('\n') : []);
      await expect.poll(() => new Set(finished()).size, { timeout: 20_000 }).toBe(innocent.length);
    } finally {
      over = true;
      child?.kill('SIGKILL');
    }
    expect(await engine.read(poison)).toMatchObject({ problems: [{ code: 'RUN_CRASHES' }] });
    expect(ends).toBe(5);
    for (const run of innocent) expect((await engine.read(run)).state).not.toBe('held');
  }, 90_000);

  it('told to stop with a hundred runs at hand: they come to a stop, and no attempt is left unknown', async () => {
    const { options, ports, submit, authority } = world(memoryStore());
    const slow = {
      ...ports,
      http: {
        async send(request: Parameters<typeof ports.http.send>[0]) {
          const answer = await ports.http.send(request);
          await new Promise((resolve) => setTimeout(resolve, 1_000));
          return answer;
        },
      },
    };
    const queue = await openQueue(options);
    opened.push(queue);
    const runs = await Promise.all(Array.from({ length: 120 }, (_, number) => submit(`A-${number}`)));
    const engine = createEngine(slow);
    const worker = await startWorker(engine, { ...options, concurrency: 100 });
    await Promise.all(runs.map((run) => queue.add(run)));
    await expect.poll(() => authority.received.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(100);
    const began = performance.now();
    await worker.close();
    expect(performance.now() - began).toBeLessThan(20_000);
    const reports = await Promise.all(runs.map((run) => engine.read(run)));
    expect(reports.filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
    expect(reports.filter(({ state }) => state === 'executing')).toEqual([]);
    expect(reports.filter(({ outcome }) => outcome === 'accepted').length).toBe(authority.accepted.length);
    expect((await queue.depth()).active).toBe(0);
  }, 60_000);
});
