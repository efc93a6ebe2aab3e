import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';
import { fail, problem, TimbreError } from '../engine/index.ts';
import { type Access, allows, type Principal, type Scope } from './access/index.ts';
import { changes } from './changes/index.ts';
import { describe, described } from './description/index.ts';
import type { Desk } from './desk.ts';
import { inbound } from './inbound/index.ts';
import { messages } from './messages/index.ts';
import { detailsOf, mediaType } from './problem-details.ts';
import { submissions } from './submissions/index.ts';
import { answerBadAddress, answerUnreadable } from './unreadable.ts';
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
    principal: Principal | undefined;
    /** What went wrong with it. */
    thrown: unknown;
  }
  interface FastifyContextConfig {
    /** What a caller must be allowed to, `any` where it is enough to be known; left out only where everybody may come. */
    scope?: Scope | 'any';
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
  const address = app.server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return { url: `http://${name}:${address.port}`, close: () => app.close() };
}

async function createApp(desk: Desk, access: Access): Promise<FastifyInstance> {
  const app = Fastify({
    bodyLimit: desk.largest,
    requestTimeout: 30_000,
    routerOptions: { ignoreTrailingSlash: true },
    frameworkErrors: (_error, _request, reply) => answerBadAddress(reply),
    clientErrorHandler: answerUnreadable,
  });
  app.decorateRequest('principal', undefined);
  app.decorateRequest('thrown', undefined);
  // Business data is read by the engine, without loss; nothing else has a body.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(/^application\/(.+\+)?json\b/, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('onRequest', (request) => admit(request, access));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    request.thrown = error;
    const details = detailsOf(asOurs(error));
    if (details.status === 503) reply.header('retry-after', '5');
    if (details.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(details.status).type(mediaType).send(JSON.stringify(details));
  });
  app.setNotFoundHandler(() => fail('RUN_UNKNOWN', 'There is nothing at this address.'));
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

async function admit(request: FastifyRequest, access: Access): Promise<void> {
  const { scope } = request.routeOptions.config;
  if (scope === undefined) return;
  refuseCompressed(request);
  const principal = await access.principal(request.headers.authorization);
  if (principal === undefined) return fail('ACCESS_DENIED', 'The request does not say who calls, or nobody we know.');
  if (scope !== 'any' && !allows(principal, scope))
    fail('ACCESS_FORBIDDEN', `${principal.name} is not allowed to ${scope}.`);
  request.principal = principal;
}

/** What it unpacks to would have to be counted; nobody needs it. */
function refuseCompressed({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  fail('REQUEST_INVALID', 'The body of the request is compressed.', { hint: 'Send it without content-encoding.' });
}

/** Who calls, in a route that asks. */
export function callerOf({ principal }: FastifyRequest): Principal {
  return principal ?? fail('ACCESS_DENIED', 'The request does not say who calls.');
}

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
