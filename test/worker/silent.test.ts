import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasRedis } from '../../scripts/services/redis.ts';
import { isBuilt, useProcesses } from './processes.ts';

/** What hangs takes connections and says nothing: unlike a refusal, nothing ends by itself. */
describe.skipIf(!isBuilt || !hasRedis)('while something hangs, needs redis-server', () => {
  const { world, begin, stop, logOf } = useProcesses();

  it.concurrent('Redis: requests are answered, a worker told to stop ends, and all is done once it goes on', async () => {
    const { pac, redis, environment, file, runs, queue, invoice } = await world({ runs: 1, delay: 500 });
    const [run = ''] = runs;
    const [{ child: worker }, { child: server, said }] = await Promise.all([
      begin('worker', file),
      begin('serve', file),
    ]);
    const http = client(said);
    await queue.add(run);
    await expect.poll(() => pac.requests.length, { timeout: 30_000, interval: 20 }).toBe(1);
    const goOn = redis.stop();
    const stopped = stop(worker);
    const answers = await Promise.all([
      http.submit({ ...invoice, number: 'H1' }),
      http.ask(`/submissions/${run}`),
      http.ask('/health'),
      http.ask('/metrics'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([202, 200, 200, 200]);
    for (const { took } of answers) expect(took).toBeLessThan(5_000);
    expect(answers[3]?.text).toMatch(/^timbre_queue_up 0$/m);
    const { code, took } = await stopped;
    expect(code).toBe(0);
    expect(took).toBeLessThan(12_000);
    expect(logOf(worker)).toContain('"msg":"queue left"');
    expect(await environment.engine.read(run)).toMatchObject({ outcome: 'accepted' });
    goOn();
    await expect
      .poll(async () => (await http.ask('/metrics')).text, { timeout: 10_000 })
      .toMatch(/^timbre_queue_up 1$/m);
    const { child: second } = await begin('worker', file);
    const { id } = JSON.parse(answers[0]?.text ?? '');
    await expect.poll(() => environment.engine.read(id), { timeout: 30_000 }).toMatchObject({ outcome: 'accepted' });
    await Promise.all([second, server].map(async (child) => expect((await stop(child)).code).toBe(0)));
    expect(pac.requests.length).toBe(2);
    expect(pac.ledger.length).toBe(2);
  }, 90_000);
});

function client(said: string) {
  const [url = ''] = /http:\/\/\S+(?=\.)/.exec(said) ?? [];
  const ask = async (path: string, init: RequestInit = {}) => {
    const began = performance.now();
    const response = await fetch(url + path, init);
    return { status: response.status, text: await response.text(), took: performance.now() - began };
  };
  const submit = (invoice: object) =>
    ask('/submissions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ invoice, context: { country: 'MX', legalEntity: 'acme', documentType: 'invoice' } }),
    });
  return { ask, submit };
}
