import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { fail, problem, TimbreError } from '../engine/index.ts';
import { urlOf } from '../platform/http/index.ts';
import { type Access, admit } from './access/index.ts';
import { changes } from './changes/index.ts';
import { describe, described } from './description/index.ts';
import type { Desk } from './desk.ts';
import { inbound } from './inbound/index.ts';
import { messages } from './messages/index.ts';
import { detailsOf, mediaType } from './problem-details.ts';
import { submissions } from './submissions/index.ts';
import { answerBadAddress, answerUnreadable, noRoute } from './unreadable.ts';
import { watched } from './watched.ts';

export interface ServerOptions {
  readonly desk: Desk;
  readonly access: Access;
  /** Where it listens; only this machine where no access is configured. */
  readonly host?: string;
  /** Any that is free, when left out. */
  readonly port?: number;
}

export interface RunningServer {
  readonly url: string;
  /** Takes no more requests; resolves when those at hand are answered. */
  close(): Promise<void>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What went wrong with it. */
    thrown: unknown;
  }
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Serves ERPs. SERVER_OPEN when anybody could reach it and nobody would be asked who he is. */
export async function startServer({
  desk,
  access,
  host = '127.0.0.1',
  port = 0,
}: ServerOptions): Promise<RunningServer> {
  if (!access.configured && !loopback.has(host)) {
    fail('SERVER_OPEN', `Nobody is asked who he is, and ${host} can be reached from other machines.`);
  }
  const app = await createApp(desk, access);
  await app.listen({ host, port });
  return { url: urlOf(app.server), close: () => app.close() };
}

async function createApp(desk: Desk, access: Access): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: desk.largest,
    requestTimeout: 30_000,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (_error, _request, reply) => answerBadAddress(reply),
    clientErrorHandler: answerUnreadable,
  });
  app.decorateRequest('thrown', undefined);
  // Business data is read by the engine, without loss; nothing else has a body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(.+\+)?json\b/, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  admit(app, access);
  app.setErrorHandler((error: FastifyError, request, reply) => {
    request.thrown = error;
    const details = detailsOf(asOurs(error));
    if (details.status === 503) reply.header('retry-after', '5');
    if (details.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(details.status).type(mediaType).send(JSON.stringify(details));
  });
  app.setNotFoundHandler(() => {
    throw noRoute();
  });
  await describe(app);
  app.get('/health', { schema: health }, async () => ({ status: 'ok' }));
  submissions(app, desk);
  watched(app, desk);
  messages(app, desk);
  if (desk.inbound) inbound(app, desk, desk.inbound);
  changes(app, desk);
  return app;
}

const health = described('/health', {
  tag: 'Installation',
  summary: 'Whether it answers.',
  answer: { means: 'It does.', of: { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] } },
  open: true,
});

/** What fastify itself refuses, in our words. */
function asOurs(error: FastifyError): unknown {
  const { code, statusCode } = error;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new TimbreError(problem('INPUT_TOO_LARGE', 'The request is too large.'));
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new TimbreError(
      problem('INPUT_NOT_JSON', 'The request must be JSON.', { hint: 'Send content-type: application/json.' }),
    );
  if (statusCode !== undefined && statusCode < 500 && !(error instanceof TimbreError))
    return new TimbreError(problem('REQUEST_INVALID', error.message));
  return error;
}
