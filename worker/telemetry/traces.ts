import {
  type Attributes,
  type Context,
  context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { RunEvent, RunReport } from '../../engine/index.ts';
import type { AnsweredRequest } from '../answered-request.ts';
import { codeOf } from './code.ts';

/**
 * What happens, as spans: a turn of a run, in it each step, and each request to an authority from its record to its answer. Turns, and
 * requests to this server, belong to the trace that the ERP's request came with. A span holds only attributes that are named here.
 * Without an SDK in the process nothing is done.
 */
export interface Traces {
  event(event: RunEvent): void;
  turn(run: string, report: RunReport | undefined, thrown: unknown): void;
  answered(request: AnsweredRequest): void;
}

interface Turn {
  readonly span: Span;
  /** Requests under way, by step. */
  readonly calls: Map<string, Span>;
}

export function openTraces(): Traces {
  const tracer = trace.getTracer('timbre');
  const turns = new Map<string, Turn>();
  const turnOf = (run: string, parent?: string): Turn => {
    const known = turns.get(run);
    if (known) return known;
    const span = tracer.startSpan('run', { attributes: { 'timbre.run': run } }, remote(parent));
    const turn = { span, calls: new Map() };
    turns.set(run, turn);
    return turn;
  };
  const within = ({ span }: Turn, name: string, attributes: Attributes, kind: SpanKind, startTime?: number): Span =>
    tracer.startSpan(
      name,
      { kind, attributes, ...(startTime === undefined ? {} : { startTime }) },
      trace.setSpan(context.active(), span),
    );
  return {
    event(event) {
      const turn = turnOf(event.run, event.type === 'traced' ? event.trace : undefined);
      tell(event, turn, (...span) => within(turn, ...span));
    },
    turn(run, report, thrown) {
      const turn = turns.get(run);
      if (turn === undefined) return;
      turns.delete(run);
      // A request whose answer nobody saw.
      for (const call of turn.calls.values()) failed(call, 'interrupted');
      if (thrown !== undefined) return failed(turn.span, codeOf(thrown));
      const { state = 'unknown', outcome, problems = [] } = report ?? {};
      turn.span.setAttributes({ 'timbre.state': state, 'timbre.outcome': outcome ?? 'none' });
      if (state !== 'held' && state !== 'failed') turn.span.end();
      else failed(turn.span, problems[0]?.code ?? state);
    },
    answered({ method, route, status, took, thrown, trace: parent }) {
      const startTime = Date.now() - took;
      const attributes = { 'http.request.method': method, 'http.route': route, 'http.response.status_code': status };
      const options = { kind: SpanKind.SERVER, attributes, startTime };
      const span = tracer.startSpan(`${method} ${route}`, options, remote(parent));
      if (status >= 500) failed(span, codeOf(thrown));
      else span.end();
    },
  };
}

/** The span of the ERP that a `traceparent` names (W3C Trace Context), or none. */
function remote(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = traceparent?.split('-') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  });
}

type Begin = (name: string, attributes: Attributes, kind: SpanKind, startTime?: number) => Span;

function tell(event: RunEvent, { span, calls }: Turn, begin: Begin): void {
  switch (event.type) {
    case 'finished': {
      if (event.skipped) return;
      const attributes = { 'timbre.step': event.step, 'timbre.action': event.uses };
      begin(`step ${event.uses}`, attributes, SpanKind.INTERNAL, Date.now() - event.took).end();
      return;
    }
    case 'attempted': {
      const attributes = { 'timbre.step': event.step, 'timbre.attempt': event.attempt };
      calls.set(event.step, begin('call', attributes, SpanKind.CLIENT));
      return;
    }
    case 'answered': {
      const call = calls.get(event.step);
      calls.delete(event.step);
      call?.setAttribute('timbre.outcome', event.outcome);
      if (call && (event.outcome === 'unknown' || event.outcome === 'unavailable')) failed(call, event.outcome);
      else call?.end();
      return;
    }
    case 'asked':
      span.addEvent('asked', { 'timbre.step': event.step, 'timbre.verdict': event.verdict });
      return;
    case 'read':
      span.addEvent('read', { 'timbre.step': event.step, 'timbre.outcome': event.outcome });
  }
}

/** `type` is a code of ours, never a message: anything may stand in one. */
function failed(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
