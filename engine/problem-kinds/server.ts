import type { ProblemKind } from './kind.ts';

/** The HTTP interface. */
export const serverKinds = {
  SERVER_BUSY: {
    blame: 'operator',
    summary: 'More is asked of this server at once than it takes.',
    action: 'Ask again later, or run another server.',
  },
  REQUEST_INVALID: {
    blame: 'integrator',
    summary: 'The request is not what this address takes.',
    action: 'See the description of the interface.',
  },
  ACCESS_DENIED: {
    blame: 'integrator',
    summary: 'The request does not say who calls, or nobody we know.',
    action: 'Send `Authorization: Bearer` with a valid access token or key.',
  },
  ACCESS_FORBIDDEN: {
    blame: 'integrator',
    summary: 'The caller is not allowed to do this.',
    action: 'Ask the operator for the scope or the legal entity.',
  },
  SERVER_OPEN: {
    blame: 'operator',
    summary: 'The server would be open to everybody.',
    action: 'Configure `access` in the environment file, or listen on 127.0.0.1.',
  },
  KEY_REUSED: {
    blame: 'integrator',
    summary: 'Something else was submitted under this idempotency key.',
    action: 'Use a new key for each document, and the same key only to repeat a submission unchanged.',
  },
} as const satisfies Record<string, ProblemKind>;
