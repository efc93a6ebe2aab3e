import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fail } from '../../engine/index.ts';
import type { Access } from './access.ts';
import { allows, type Principal, type Scope } from './principal.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
  }
  interface FastifyContextConfig {
    /** What a caller must be allowed to, `any` where it is enough to be known; left out only where everybody may come. */
    scope?: Scope | 'any';
  }
}

/** Lets a request through to its route when its caller may do what the route does. ACCESS_DENIED, ACCESS_FORBIDDEN. */
export function admit(app: FastifyInstance, access: Access): void {
  app.decorateRequest('principal', undefined);
  app.addHook('onRequest', (request) => letIn(request, access));
}

/** Who calls, in a route that asks. */
export function callerOf({ principal }: FastifyRequest): Principal {
  return principal ?? fail('ACCESS_DENIED', 'The request does not say who calls.');
}

async function letIn(request: FastifyRequest, access: Access): Promise<void> {
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
