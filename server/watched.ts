import type { FastifyInstance } from 'fastify';
import { fail, isRunId } from '../engine/index.ts';
import { callerOf } from './access/index.ts';
import { described } from './description/index.ts';
import type { Desk } from './desk.ts';
import { traceIn } from './trace.ts';

/** Tells of each request that was answered, and serves what is counted. */
export function watched(app: FastifyInstance, { metrics, answered }: Desk): void {
  if (answered)
    app.addHook('onResponse', async ({ method, routeOptions, principal, params, thrown, headers }, reply) => {
      const { url: route = 'none' } = routeOptions;
      const trace = traceIn(headers);
      const run = runIn(params);
      answered({
        method,
        route,
        status: reply.statusCode,
        took: Math.round(reply.elapsedTime * 1000) / 1000,
        ...(principal && { caller: principal.name }),
        ...(run !== undefined && { run }),
        ...(trace !== undefined && { trace }),
        ...(thrown !== undefined && { thrown }),
      });
    });
  if (metrics)
    app.get('/metrics', { config: { scope: 'operate' }, schema: counted }, async (request, reply) => {
      // The figures are of all legal entities together.
      if (callerOf(request).legalEntities !== undefined)
        return fail('ACCESS_FORBIDDEN', `${callerOf(request).name} may not see what is of all legal entities.`);
      return reply.type(metrics.mediaType).send(await metrics.text());
    });
}

const counted = described('/metrics', {
  tag: 'Installation',
  summary: 'What is counted, for Prometheus; for a caller with `operate` on all legal entities.',
  answer: { means: 'The text exposition format.', of: { type: 'string' }, as: 'text/plain' },
});

/** An id, or nothing: what else is in its place in an address may be anything. */
function runIn(params: unknown): string | undefined {
  const id = typeof params === 'object' && params !== null && 'id' in params ? params.id : undefined;
  return typeof id === 'string' && isRunId(id) ? id : undefined;
}
