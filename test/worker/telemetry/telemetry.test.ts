import { afterEach, describe, expect, it } from 'vitest';
import { fail, problem, type RunEvent, TimbreError } from '../../../engine/index.ts';
import {
  type Depth,
  inProcess,
  listen,
  openLog,
  openMetrics,
  type RunQueue,
  watch,
  watchProgress,
} from '../../../worker/index.ts';
import { engineOf, reportOf } from '../engines.ts';

const run = '20261122T120000-0123456789abcdef';
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

function queueOf(depth: () => Promise<Depth>): RunQueue {
  return { add: async () => {}, knows: async () => [], depth, close: async () => {} };
}
const depthOf = (given: Partial<Depth> = {}): Depth => ({ waiting: 0, active: 0, delayed: 0, age: 0, ...given });

/** What is written, line by line; each must be JSON. */
function linesOf(level: 'debug' | 'info' = 'debug') {
  const lines: Record<string, unknown>[] = [];
  const log = openLog('test', level, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

const events: RunEvent[] = [
  { type: 'started', run, step: 'sealed', uses: 'sign' },
  { type: 'finished', run, step: 'sealed', uses: 'sign', took: 12, skipped: false },
  { type: 'attempted', run, step: 'sent', attempt: 1 },
  { type: 'answered', run, step: 'sent', attempt: 1, outcome: 'unknown', took: 250 },
  { type: 'asked', run, step: 'sent', ask: 1, verdict: 'found' },
  { type: 'read', run, step: 'status', outcome: 'accepted' },
  { type: 'state', run, state: 'completed' },
];

describe('metrics', () => {
  const figureOf = async (metrics: ReturnType<typeof openMetrics>, name: string) =>
    (await metrics.text())
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1];

  it('count what happens in runs, once', async () => {
    const metrics = openMetrics();
    for (const event of events) metrics.event(event);
    const report = { ...reportOf(run, 'completed'), outcome: 'accepted' as const };
    metrics.turn(run, report, undefined);
    metrics.turn(run, report, undefined);
    metrics.turn(run, undefined, new TimbreError(problem('STORE_FAILED', 'away')));
    metrics.sweep({ found: 3 }, undefined);
    metrics.sweep({ found: 0 }, new Error('away'));
    metrics.answered({ method: 'GET', route: '/submissions/:id', status: 200, took: 20 });
    expect(
      await Promise.all(
        [
          'timbre_runs_total{state="completed",outcome="accepted"}',
          'timbre_step_seconds_count{action="sign"}',
          'timbre_attempts_total',
          'timbre_authority_seconds_count{outcome="unknown"}',
          'timbre_authority_seconds_sum{outcome="unknown"}',
          'timbre_authority_reads_total{outcome="accepted"}',
          'timbre_asked_total{verdict="found"}',
          'timbre_turn_failures_total{code="STORE_FAILED"}',
          'timbre_sweep_requeued_total',
          'timbre_sweep_failures_total',
          'timbre_http_request_seconds_count{method="GET",route="/submissions/:id",status="200"}',
        ].map((name) => figureOf(metrics, name)),
      ),
    ).toEqual(['1', '1', '1', '1', '0.25', '1', '1', '1', '3', '1', '1']);
  });

  it('tell how much waits in the queue, and that the queue is away', async () => {
    let away = false;
    const depth = async () => (away ? fail('QUEUE_FAILED', 'away') : depthOf({ waiting: 7, delayed: 2, age: 41 }));
    const metrics = openMetrics(queueOf(depth));
    const values = () =>
      Promise.all(
        ['timbre_queue_up', 'timbre_queue_runs{state="waiting"}', 'timbre_queue_age_seconds'].map((name) =>
          figureOf(metrics, name),
        ),
      );
    expect(await values()).toEqual(['1', '7', '41']);
    away = true;
    expect(await values()).toEqual(['0', undefined, '0']);
  });

  it('see the runs of a process without a queue', async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const advance = async (id: string) => {
      await held;
      return reportOf(id, 'completed');
    };
    const queue = inProcess(() => engineOf({ advance }), { concurrency: 1 });
    opened.push(queue);
    await queue.add('one');
    await queue.add('two');
    await expect.poll(() => queue.depth()).toMatchObject({ active: 1, waiting: 1 });
    go();
    await expect.poll(() => queue.depth()).toEqual(depthOf());
  });
});

describe('a log', () => {
  it('has a line of JSON for each event, with run and step', () => {
    const { log, lines } = linesOf();
    for (const event of events) log.event(event);
    expect(lines.map(({ msg }) => msg)).toEqual(events.map(({ type }) => type));
    for (const line of lines) expect(line).toMatchObject({ run, part: 'test', time: expect.stringMatching(/Z$/) });
    expect(lines[3]).toMatchObject({ step: 'sent', attempt: 1, outcome: 'unknown', took: 250 });
  });

  it('holds no message of an error: anything may stand in one', () => {
    const { log, lines } = linesOf();
    const secret = 'canary-5f2c';
    log.turn(run, undefined, new Error(`password ${secret}\n    at ${secret} (x:1:2)`));
    log.turn(run, undefined, new TimbreError(problem('STORE_FAILED', `sas ${secret}`)));
    log.sweep({ found: 0 }, new Error(secret));
    log.answered({ method: 'GET', route: '/x', status: 500, took: 1, thrown: new Error(secret) });
    log.answered({ method: 'GET', route: '/x', status: 422, took: 1, thrown: new Error(secret) });
    log.turn(run, { ...reportOf(run, 'held'), problems: [problem('VAULT_FAILED', secret)] }, undefined);
    expect(lines.map(({ code, codes }) => code ?? codes)).toEqual([
      'INTERNAL',
      'STORE_FAILED',
      'INTERNAL',
      'INTERNAL',
      'INTERNAL',
      ['VAULT_FAILED'],
    ]);
    expect(JSON.stringify(lines)).not.toContain(secret);
    expect(JSON.stringify(lines[0])).toContain('telemetry.test.ts');
  });
});

describe('a worker that is asked how it is', () => {
  async function listenerOf(depth: () => Promise<Depth>, atHand: () => number, limit: number) {
    const queue = queueOf(depth);
    const health = watchProgress(queue, atHand, limit);
    const metrics = openMetrics(queue);
    const listener = await listen('0', metrics, health);
    opened.push(listener);
    const { log } = linesOf();
    return { watching: watch(log, metrics, health.progress), listener };
  }
  const statusOf = async (url: string) => (await fetch(`${url}/health`)).status;

  it.each<[string, () => Promise<Depth>, number, number]>([
    ['is well when nothing waits', async () => depthOf({ delayed: 3, active: 2 }), 0, 200],
    ['is stuck when runs wait and nothing is done', async () => depthOf({ waiting: 1 }), 0, 503],
    ['is stuck when a run at hand does not get on', async () => depthOf(), 1, 503],
    ['is not begun anew because the queue is away', async () => fail('QUEUE_FAILED', 'away'), 0, 200],
  ])('%s', async (_, depth, atHand, status) => {
    const { listener } = await listenerOf(depth, () => atHand, 30);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await statusOf(listener.url)).toBe(status);
  });

  it('is well again as soon as something is done', async () => {
    const { listener, watching } = await listenerOf(
      async () => depthOf({ waiting: 1 }),
      () => 0,
      400,
    );
    await expect.poll(() => statusOf(listener.url), { timeout: 5_000 }).toBe(503);
    watching.event({ type: 'attempted', run, step: 'sent', attempt: 1 });
    expect(await statusOf(listener.url)).toBe(200);
  });

  it('gives its metrics, and nothing else', async () => {
    const { listener } = await listenerOf(
      async () => depthOf(),
      () => 0,
      1_000,
    );
    const response = await fetch(`${listener.url}/metrics`);
    expect(response.headers.get('content-type')).toContain('version=0.0.4');
    expect(await response.text()).toContain('process_resident_memory_bytes');
    expect((await fetch(`${listener.url}/etc/passwd`)).status).toBe(404);
    expect((await fetch(`${listener.url}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it.each(['x', '70000', '127.0.0.1:'])('cannot listen at %s, and says so', async (at) => {
    const queue = queueOf(async () => depthOf());
    await expect(
      listen(
        at,
        openMetrics(queue),
        watchProgress(queue, () => 0),
      ),
    ).rejects.toMatchObject({ code: 'USAGE' });
  });
});
