import { describe, expect, it } from 'vitest';
import { createEngine } from '../../engine/index.ts';
import { systemClock } from '../../platform/clock.ts';
import { hasRedis } from '../../scripts/services/redis.ts';
import { openQueue, startWorker, sweep } from '../../worker/index.ts';
import { Authority, invoice, testFeature, testPorts } from '../engine/run/world.ts';
import { useRedis } from './queues.ts';

describe.skipIf(!hasRedis)('submissions whose process died before it told the queue, needs redis-server', () => {
  const { opened, options: optionsOf } = useRedis();

  it('two hundred are found by one sweep, and each is done once', async () => {
    const options = optionsOf();
    const authority = new Authority('stamps-every-post', Date.now);
    const feature = testFeature();
    const pipeline = feature.pipelines.issue;
    const ports = testPorts(feature, authority, systemClock);
    const api = createEngine(ports);
    const submit = (at: number) => api.submit({ feature, pipeline, context: {}, data: invoice(`A-${at}`) });
    const runs = await Promise.all(Array.from({ length: 200 }, (_, at) => submit(at)));
    const queue = await openQueue(options);
    opened.push(queue);
    const engine = createEngine(ports);
    expect(await sweep(engine, queue)).toMatchObject({ found: runs.length });
    expect(await sweep(engine, queue)).toMatchObject({ found: 0 });
    opened.push(await startWorker(engine, options));
    const outcomes = async () =>
      new Set((await Promise.all(runs.map((run) => engine.read(run)))).map((r) => r.outcome));
    await expect.poll(outcomes, { timeout: 25_000, interval: 100 }).toEqual(new Set(['accepted']));
    expect(authority.received).toHaveLength(runs.length);
    expect(new Set(authority.accepted.map(({ hash }) => hash)).size).toBe(runs.length);
  });
});
