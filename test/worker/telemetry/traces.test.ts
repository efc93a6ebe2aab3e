import { context, SpanKind, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { problem, type RunEvent, TimbreError } from '../../../engine/index.ts';
import { openTraces } from '../../../worker/index.ts';
import { reportOf } from '../engines.ts';

const run = '20261122T120000-0123456789abcdef';
const unspoken = 'unspoken-canary';
const exporter = new InMemorySpanExporter();

beforeAll(() => {
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
});
afterAll(() => {
  trace.disable();
  context.disable();
});
beforeEach(() => exporter.reset());

const spans = () => exporter.getFinishedSpans();
const named = (name: string) => {
  const span = spans().find((each) => each.name === name);
  if (!span) throw new Error(`no span ${name}: ${spans().map((each) => each.name)}`);
  return span;
};

/** Whatever else an event or an error carries must not come through. */
const laden = <E extends RunEvent>(event: E): E => ({ ...event, body: unspoken, url: `https://${unspoken}` });

const turn: readonly RunEvent[] = [
  { type: 'started', run, step: 'sealed', uses: 'sign' },
  { type: 'finished', run, step: 'sealed', uses: 'sign', took: 12, skipped: false },
  { type: 'attempted', run, step: 'stamped/sent', attempt: 1 },
  { type: 'answered', run, step: 'stamped/sent', attempt: 1, outcome: 'accepted', took: 250 },
  { type: 'state', run, state: 'completed' },
];

describe('traces', () => {
  it('have a turn, in it its steps and its requests, and nothing but what is named', () => {
    const traces = openTraces();
    for (const event of turn) traces.event(laden(event));
    traces.turn(run, { ...reportOf(run, 'completed'), outcome: 'accepted' }, undefined);
    const [of, step, call] = [named('run'), named('step sign'), named('call')];
    expect(spans()).toHaveLength(3);
    expect([step, call].map((each) => each.parentSpanContext?.spanId)).toEqual([
      of.spanContext().spanId,
      of.spanContext().spanId,
    ]);
    expect(of.parentSpanContext).toBeUndefined();
    expect(of.attributes).toEqual({ 'timbre.run': run, 'timbre.state': 'completed', 'timbre.outcome': 'accepted' });
    expect(step.attributes).toEqual({ 'timbre.step': 'sealed', 'timbre.action': 'sign' });
    expect(step.duration[1] / 1e6).toBeGreaterThan(10);
    expect(call.kind).toBe(SpanKind.CLIENT);
    expect(call.attributes).toEqual({
      'timbre.step': 'stamped/sent',
      'timbre.attempt': 1,
      'timbre.outcome': 'accepted',
    });
    expect(JSON.stringify(spans().map(({ attributes, events, name }) => [name, attributes, events]))).not.toContain(
      unspoken,
    );
  });

  it("belong to the ERP's own", () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const of = `00-${traceId}-b7ad6b7169203331-01`;
    const traces = openTraces();
    traces.event({ type: 'traced', run, trace: of });
    for (const event of turn) traces.event(event);
    traces.turn(run, reportOf(run, 'completed'), undefined);
    traces.answered({ method: 'POST', route: '/submissions', status: 202, took: 5, trace: of });
    expect(spans().map((span) => span.spanContext().traceId)).toEqual([traceId, traceId, traceId, traceId]);
    for (const each of ['run', 'POST /submissions'])
      expect(named(each).parentSpanContext).toMatchObject({ spanId: 'b7ad6b7169203331', isRemote: true });
    expect(named('run').attributes).toEqual({
      'timbre.run': run,
      'timbre.state': 'completed',
      'timbre.outcome': 'none',
    });
  });

  it('tell what went wrong by its code only', () => {
    const traces = openTraces();
    for (const event of turn.slice(0, 3)) traces.event(event);
    traces.turn(run, undefined, new TimbreError(problem('STORE_FAILED', unspoken)));
    expect(named('call').attributes['error.type']).toBe('interrupted');
    expect(named('run').attributes['error.type']).toBe('STORE_FAILED');
    expect(named('run').status).toEqual({ code: 2 });
    traces.answered({ method: 'GET', route: '/submissions/:id', status: 500, took: 5, thrown: new Error(unspoken) });
    expect(named('GET /submissions/:id').attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/submissions/:id',
      'http.response.status_code': 500,
      'error.type': 'INTERNAL',
    });
    expect(JSON.stringify(spans().map(({ attributes, status }) => [attributes, status]))).not.toContain(unspoken);
  });

  it.each(['unknown', 'unavailable'] as const)('a request that ends %s is an error', (outcome) => {
    const traces = openTraces();
    traces.event({ type: 'attempted', run, step: 'sent', attempt: 1 });
    traces.event({ type: 'answered', run, step: 'sent', attempt: 1, outcome, took: 5 });
    expect(named('call').attributes['error.type']).toBe(outcome);
  });

  it('do nothing where no SDK is', () => {
    trace.disable();
    const traces = openTraces();
    for (const event of turn) traces.event(event);
    traces.turn(run, reportOf(run, 'held'), undefined);
    expect(spans()).toEqual([]);
  });
});
