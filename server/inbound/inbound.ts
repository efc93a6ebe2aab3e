import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../../engine/index.ts';
import type { Inbound, KeptArrival } from '../../platform/inbound/index.ts';
import { callerOf, mayUse } from '../access/index.ts';
import { described, listOf, objectOf } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { onlyFilters } from '../filters.ts';
import { receive } from './receive.ts';
import { told } from './told.ts';

interface OfArrival {
  readonly Params: { readonly arrival: string };
}

/** What has come in, until somebody acknowledges it. */
export function inbound(app: FastifyInstance, desk: Desk, inbound: Inbound): void {
  receive(app, desk, inbound);
  app.get<{ Querystring: Query }>('/inbound', { config: { scope: 'read' }, schema: list }, async (request) => {
    onlyFilters(request.query, ['after', 'channel', 'limit']);
    const { after, channel, limit = '50' } = request.query;
    const most = /^\d{1,3}$/.test(limit) ? Number(limit) : 0;
    if (most < 1 || most > 200) return fail('REQUEST_INVALID', '`limit` must be a whole number from 1 to 200.');
    const arrivals = [];
    let next: string | null = null;
    for await (const { cursor, ...kept } of inbound.open(after)) {
      if (!mayUse(callerOf(request), kept.arrival.legalEntity)) continue;
      if (channel !== undefined && kept.arrival.channel !== channel) continue;
      arrivals.push(await told(desk, kept));
      if (arrivals.length < most) continue;
      next = cursor;
      break;
    }
    return { arrivals, next };
  });
  app.get<OfArrival>('/inbound/:arrival', { config: { scope: 'read' }, schema: one }, async (request) =>
    told(desk, await owned(inbound, request)),
  );
  app.get<OfArrival>('/inbound/:arrival/file', { config: { scope: 'read' }, schema: file }, async (request, reply) => {
    const { arrival } = await owned(inbound, request);
    const bytes = await inbound.bytes(arrival.id);
    if (bytes === undefined) return fail('INBOUND_UNKNOWN', 'It was too large: its bytes were not kept.');
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename="${arrival.name.replaceAll(/[^\w.-]/g, '_')}"`)
      .header('x-content-type-options', 'nosniff')
      .send(Buffer.from(bytes));
  });
  app.post<OfArrival>(
    '/inbound/:arrival/acknowledge',
    { config: { scope: 'submit' }, schema: acknowledged },
    async (request, reply) => {
      const { arrival } = await owned(inbound, request);
      await inbound.acknowledge(arrival, callerOf(request).name);
      return reply.code(204).send();
    },
  );
  app.post<OfArrival>('/inbound/:arrival/retry', { config: { scope: 'operate' }, schema: retried }, async (request) => {
    const { arrival } = await owned(inbound, request);
    return told(desk, await inbound.retry(arrival.id));
  });
}

interface Query {
  readonly after?: string;
  readonly channel?: string;
  readonly limit?: string;
}

/** One of somebody else is as unknown as one that there is not. */
async function owned(inbound: Inbound, request: FastifyRequest<OfArrival>): Promise<KeptArrival> {
  const kept = await inbound.read(request.params.arrival);
  if (kept && mayUse(callerOf(request), kept.arrival.legalEntity)) return kept;
  return fail('INBOUND_UNKNOWN', 'Nothing came in under this id.');
}

const list = described('/inbound', {
  tag: 'Inbound',
  summary: 'What came in and nobody has acknowledged, the oldest first, page by page.',
  query: {
    channel: { type: 'string', description: 'By this channel only.' },
    after: { type: 'string', description: '`next` of the page before.' },
    limit: { type: 'integer', minimum: 1, maximum: 200, default: 50, description: 'How many on a page.' },
  },
  answer: {
    means: 'A page.',
    of: objectOf({ arrivals: listOf('Arrival'), next: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
  },
  problems: [422],
});

const one = described('/inbound/:arrival', {
  tag: 'Inbound',
  summary: 'Something that came in, and what became of it.',
  answer: { means: 'How it stands.', of: { $ref: 'Arrival#' } },
});

const file = described('/inbound/:arrival/file', {
  tag: 'Inbound',
  summary: 'The file as it came in.',
  answer: { means: 'Its bytes.', of: {}, as: 'application/octet-stream' },
});

const acknowledged = described('/inbound/:arrival/acknowledge', {
  tag: 'Inbound',
  summary: 'Takes it off the list: the ERP has what it needs of it.',
  answer: { status: 204, means: 'It is off the list; it stays in the store.', of: {} },
});

const retried = described('/inbound/:arrival/retry', {
  tag: 'Inbound',
  summary: 'Reads it anew, once the feature that it is for is deployed.',
  answer: { means: 'What came of it.', of: { $ref: 'Arrival#' } },
});
