import type { FastifyInstance } from 'fastify';
import { fail } from '../../engine/index.ts';
import type { Inbound } from '../../platform/inbound/index.ts';
import { callerOf, mayUse } from '../access/index.ts';
import { textIn } from '../body.ts';
import { described } from '../description/index.ts';
import type { Desk } from '../desk.ts';
import { told } from './told.ts';

interface OfChannel {
  readonly Params: { readonly channel: string };
  readonly Querystring: { readonly name?: string };
}

/** `POST /inbound/{channel}`: a file by HTTP, as it is. */
export function receive(app: FastifyInstance, desk: Desk, inbound: Inbound): void {
  app.register(async (own) => {
    // Whatever it is, it is taken as bytes: only here.
    own.removeAllContentTypeParsers();
    own.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    own.post<OfChannel>(
      '/inbound/:channel',
      { config: { scope: 'submit' }, schema: received },
      async (request, reply) => {
        const channel = inbound.channels.find(({ name }) => name === request.params.channel);
        if (channel === undefined || !mayUse(callerOf(request), channel.legalEntity))
          return fail('INBOUND_UNKNOWN', 'There is no such channel.');
        const { body } = request;
        if (!Buffer.isBuffer(body) || body.length === 0) return fail('INBOUND_EMPTY', 'The request has no body.');
        const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim() || 'application/octet-stream';
        const name = textIn(request.query.name ?? 'file', '`name`', 255);
        const kept = await inbound.take(channel, { name, mediaType, bytes: body });
        return reply
          .code(202)
          .header('location', `/inbound/${kept.arrival.id}`)
          .send(await told(desk, kept));
      },
    );
  });
}

const received = described('/inbound/:channel', {
  tag: 'Inbound',
  summary: 'Hands over a file that came from somebody else: an XML document, a ZIP of them, a mail.',
  description: 'The body is the file itself, its media type in Content-Type. The same file twice is one.',
  query: { name: { type: 'string', description: 'Its file name.' } },
  answer: { status: 202, means: 'It is safely stored; `Location` says where it is.', of: { $ref: 'Arrival#' } },
  problems: [413, 422],
});
