import { below, type Position } from '../../engine/source.ts';
import type { PreparedAuth } from './authorisation.ts';
import type { Compiling } from './compiling.ts';
import type { AuthParameters, OAuthParameters } from './parameters.ts';

export function prepareAuth(auth: AuthParameters, compiling: Compiling, at: Position): PreparedAuth | undefined {
  const known = (name: string, ...path: string[]) => {
    if (!compiling.loading.secret(name, 'secret', below(at, ...path))) compiling.failed.value = true;
  };
  if (auth.oauth2 !== undefined) {
    if (auth.oauth2.clientSecret !== undefined) known(auth.oauth2.clientSecret, 'oauth2', 'clientSecret');
    return prepareOAuth(auth.oauth2, compiling, below(at, 'oauth2'));
  }
  if (auth.bearer !== undefined) {
    known(auth.bearer, 'bearer');
    return { kind: 'bearer', secret: auth.bearer };
  }
  if (auth.apiKey !== undefined) {
    known(auth.apiKey.secret, 'apiKey', 'secret');
    return { kind: 'apiKey', ...auth.apiKey };
  }
  if (auth.basic === undefined) return undefined;
  known(auth.basic.password, 'basic', 'password');
  const user = compiling.expression(auth.basic.user, below(at, 'basic', 'user'));
  return user && { kind: 'basic', user, password: auth.basic.password };
}

function prepareOAuth(oauth: OAuthParameters, compiling: Compiling, at: Position): PreparedAuth | undefined {
  const optional = (value: unknown, key: string) =>
    value === undefined ? undefined : compiling.expression(value, below(at, key));
  const tokenUrl = compiling.expression(oauth.tokenUrl, below(at, 'tokenUrl'));
  const clientId = compiling.expression(oauth.clientId, below(at, 'clientId'));
  const scope = optional(oauth.scope, 'scope');
  const audience = optional(oauth.audience, 'audience');
  if (tokenUrl === undefined || clientId === undefined) return undefined;
  const { clientSecret, send = 'header' } = oauth;
  return { kind: 'oauth2', tokenUrl, clientId, clientSecret, scope, audience, send };
}

/** The names of the secrets that prove who sends. */
export const secretsOfAuth = (auth: AuthParameters | undefined): readonly string[] =>
  [auth?.basic?.password, auth?.bearer, auth?.apiKey?.secret, auth?.oauth2?.clientSecret].filter(
    (each) => each !== undefined,
  );
