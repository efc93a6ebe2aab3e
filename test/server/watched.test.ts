import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLog, openMetrics, watch } from '../../worker/index.ts';
import { openWorld, sample, type World } from './world.ts';

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

describe('a trace', () => {
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const submit = (number: string, traceparent: string) => {
    const body = { context: { country: 'MX', legalEntity: 'acme' }, invoice: { ...sample(), number } };
    const headers = { 'idempotency-key': number, traceparent };
    return world.ask('acme', '/submissions', { method: 'POST', body, headers });
  };
  const traced = (id: string) =>
    lines.map((line) => JSON.parse(line)).filter(({ run, trace }) => run === id && trace !== undefined);

  it('is that of the request, for whoever works on the run', async () => {
    const { id } = (await submit('T-1', trace)).body;
    await world.settled('acme', id);
    expect(traced(id)).toContainEqual(expect.objectContaining({ msg: 'traced', trace }));
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'request', route: '/submissions', status: 202, trace }),
    );
  });

  it.each([
    ['anything', canaries[0] ?? ''],
    ['no trace', trace.replace(/[0-9a-f]{32}/, '0'.repeat(32))],
    ['no span', trace.replace(/-[0-9a-f]{16}-/, `-${'0'.repeat(16)}-`)],
    ['more than its version has', `${trace}-${canaries[1]}`],
    ['the version that is none', `ff${trace.slice(2)}`],
    ['capital letters', trace.toUpperCase()],
  ])('is not taken from %s', async (what, traceparent) => {
    const { status, body } = await submit(`T-${what.replaceAll(' ', '-')}`, traceparent);
    expect(status).toBe(202);
    await world.settled('acme', body.id);
    expect(traced(body.id)).toEqual([]);
  });

  it('of a later version is taken, without what else that says', async () => {
    const { id } = (await submit('T-2', `01${trace.slice(2)}-${canaries[2]}`)).body;
    await world.settled('acme', id);
    expect(traced(id)).toContainEqual(expect.objectContaining({ trace: `01${trace.slice(2)}` }));
    expect(lines.join('')).not.toContain(canaries[2]);
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
