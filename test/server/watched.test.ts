import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog, openMetrics, watch } from '../../worker/index.ts';
import { openWorld, type World } from './world.ts';

/** Texts that must be found nowhere: what a careless client puts where it does not belong. */
const canaries = Array.from({ length: 20 }, (_, at) => `canary-${at}-${'abcdefghijklmnopqrst'[at]}0f9e`);

let world: World;
const lines: string[] = [];
const metrics = openMetrics();
beforeAll(async () => {
  const log = openLog('serve', 'debug', { write: (line: string) => void lines.push(line) });
  world = await openWorld([], undefined, {
    watch: watch(log, metrics),
    metrics,
    answered(answered) {
      log.answered(answered);
      metrics.answered(answered);
    },
  });
}, 30_000);
afterAll(() => world.close());

describe('what is logged and counted', () => {
  it('holds no secret, token or key, and nothing that a caller sent', async () => {
    const { id } = (await world.submit('acme', 'W-1')).body;
    await world.settled('acme', id);
    for (const canary of canaries) {
      const careless = [
        { header: 'authorization', path: `/submissions/${id}` },
        { header: 'cookie', path: `/submissions?token=${canary}` },
        { header: 'x-api-key', path: `/${canary}` },
        { header: 'idempotency-key', path: `/submissions/${canary}` },
      ];
      for (const { header, path } of careless)
        await world.ask('acme', path, { headers: { [header]: `Bearer ${canary}` } });
      const invoice = { note: canary, [canary]: canary };
      await world.submit('acme', 'W-2', { invoice, context: { [canary]: canary } });
      await world.ask('acme', '/submissions', { method: 'POST', body: `{"${canary}` });
    }
    const written = `${lines.join('')}${await metrics.text()}`;
    for (const secret of [...canaries, ...world.secrets]) expect(written).not.toContain(secret);
    expect(world.secrets.length).toBeGreaterThan(5);
    expect(lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request').length).toBeGreaterThan(60);
  });

  it('names run, step and who called', async () => {
    const { id } = (await world.submit('acme', 'W-3')).body;
    await world.settled('acme', id);
    const own = lines.map((line) => JSON.parse(line)).filter(({ run }) => run === id);
    expect(own).toContainEqual(
      expect.objectContaining({ msg: 'answered', outcome: 'accepted', step: expect.any(String) }),
    );
    expect(own).toContainEqual(expect.objectContaining({ msg: 'turn', state: 'completed', outcome: 'accepted' }));
    const request = { msg: 'request', caller: 'acme', route: '/submissions/:id', status: 200 };
    expect(own).toContainEqual(expect.objectContaining(request));
  });
});

describe('GET /metrics', () => {
  it('is for who operates all legal entities', async () => {
    expect(await world.ask('nobody', '/metrics')).toMatchObject({ status: 401 });
    expect(await world.ask('reader', '/metrics')).toMatchObject({ status: 403 });
    expect(await world.ask('acme', '/metrics')).toMatchObject({ status: 403, body: { code: 'ACCESS_FORBIDDEN' } });
    const { status, body } = await world.ask('operator', '/metrics');
    expect(status).toBe(200);
    const text: string = body.toString();
    expect(text).toMatch(/^timbre_runs_total\{state="completed",outcome="accepted"\} [1-9]/m);
    expect(text).toMatch(/^timbre_authority_seconds_count\{outcome="accepted"\} [1-9]/m);
    expect(text).toMatch(/^timbre_step_seconds_count\{action="sign"\} [1-9]/m);
    for (const tenant of ['acme', 'bolt']) expect(text).not.toContain(tenant);
  });
});
