import type { ExternalContext } from '../../engine/action.ts';
import { sha256 } from '../../engine/document.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import type { ClientIdentity } from '../../engine/vault.ts';
import { inHeader, inText } from './escape.ts';
import { textOf } from './text.ts';
import { requestToken, TokenFailure, type TokenRequest } from './token.ts';
import { createTokenCache } from './token-cache.ts';
import type { WireSecrets } from './wire-secrets.ts';

export type PreparedAuth =
  | { readonly kind: 'basic'; readonly user: CompiledExpression; readonly password: string }
  | { readonly kind: 'bearer'; readonly secret: string }
  | { readonly kind: 'apiKey'; readonly header: string; readonly secret: string }
  | {
      readonly kind: 'oauth2';
      readonly tokenUrl: CompiledExpression;
      readonly clientId: CompiledExpression;
      readonly clientSecret: string | undefined;
      readonly scope: CompiledExpression | undefined;
      readonly audience: CompiledExpression | undefined;
      readonly send: 'header' | 'body';
    };

/** What proves to the authority who sends. */
export interface Authorisation {
  /** The header to add; for OAuth 2.0 a token is fetched where none is kept. Throws `TokenFailure`. */
  header(): Promise<readonly [name: string, value: string]>;
  /** What an answer must not repeat; complete after `header`. */
  secrets(): readonly string[];
  /** The authority answered 401: what it did not take is not used again. */
  refused(): void;
}

/** All runs of this process share tokens: the key has everything that a token depends on, the client secret too. */
const tokens = createTokenCache();

/** Throws SECRET_UNUSABLE, CALL_ADDRESS and what expressions throw; touches nothing yet. */
export function authorise(
  auth: PreparedAuth,
  context: ExternalContext,
  secrets: WireSecrets,
  client: ClientIdentity | undefined,
  timeout: number,
): Authorisation {
  if (auth.kind === 'oauth2') return byToken(tokenRequest(auth, secrets, client, timeout), context);
  if (auth.kind === 'apiKey') return fixed(auth.header, secrets.value(auth.secret), auth.secret, []);
  if (auth.kind === 'bearer') return fixed('authorization', `Bearer ${secrets.value(auth.secret)}`, auth.secret, []);
  const user = secrets.fill(textOf(auth.user, secrets.variables) ?? '', inText);
  // RFC 7617 2: the first colon ends the user name.
  if (user.includes(':')) fail('CALL_HEADER', 'The user name for Basic authorization has a colon in it.');
  const token = Buffer.from(`${user}:${secrets.value(auth.password)}`).toString('base64');
  return fixed('authorization', `Basic ${token}`, auth.password, [token]);
}

function fixed(name: string, value: string, secret: string, more: readonly string[]): Authorisation {
  if (inHeader(value) === undefined) fail('SECRET_UNUSABLE', `The secret ${secret} cannot stand in a header.`);
  return { header: async () => [name, value], secrets: () => more, refused: () => {} };
}

function tokenRequest(
  auth: PreparedAuth & { readonly kind: 'oauth2' },
  secrets: WireSecrets,
  client: ClientIdentity | undefined,
  timeout: number,
): TokenRequest {
  const text = (expression: CompiledExpression | undefined) => {
    const value = expression && textOf(expression, secrets.variables);
    return value === undefined ? undefined : secrets.fill(value, inText);
  };
  return {
    url: text(auth.tokenUrl) ?? fail('CALL_ADDRESS', 'There is no address of the token endpoint.'),
    clientId: text(auth.clientId) ?? fail('CALL_BODY', 'There is no client identifier for the token.'),
    clientSecret: auth.clientSecret === undefined ? undefined : secrets.value(auth.clientSecret),
    scope: text(auth.scope),
    audience: text(auth.audience),
    send: auth.send,
    client,
    timeout,
  };
}

function byToken(request: TokenRequest, context: ExternalContext): Authorisation {
  const { url, clientId, clientSecret = '', scope = '', audience = '', send, client } = request;
  const key = sha256(JSON.stringify([url, clientId, clientSecret, scope, audience, send, client?.fingerprint ?? '']));
  let token: string | undefined;
  return {
    async header() {
      const issue = () => requestToken(request, context.http);
      token = await tokens.get(key, issue, (error) => error instanceof TokenFailure && error.own);
      return ['authorization', `Bearer ${token}`];
    },
    secrets: () => (token === undefined ? [] : [token]),
    refused() {
      if (token !== undefined) tokens.drop(key, token);
    },
  };
}
