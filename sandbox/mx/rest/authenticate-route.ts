import type { HttpRequest } from '../../http/listener.ts';
import { type AuthorityOptions, isWelcome } from '../authority.ts';
import type { Call } from '../service.ts';
import { failure, success } from './answers.ts';
import { readJson } from './read-document.ts';
import type { Tokens } from './tokens.ts';

/** `POST /v2/security/authenticate` with `user` and `password` in JSON: a token, and when it expires in seconds since 1970. */
export function authenticateRoute({ body }: HttpRequest, authority: AuthorityOptions, tokens: Tokens): Call {
  const { user, password } = readJson(body);
  const refused = () =>
    failure('AU2000 - El usuario y/o contraseña son inválidos, no se puede autenticar el servicio.');
  return {
    operation: 'authenticate',
    perform() {
      const isKnown = typeof user === 'string' && typeof password === 'string' && isWelcome(user, password, authority);
      if (!isKnown) return { answer: refused, wrongUuid: refused, noUuid: refused, code: 'AU2000' };
      const { token, expiresAt } = tokens.issue();
      const expires_in = Math.floor(expiresAt.getTime() / 1000);
      // `tokeny_type` is how the PAC spells it.
      const answer = () => success({ token, expires_in, tokeny_type: 'Bearer' });
      return { answer, wrongUuid: answer, noUuid: () => success({}) };
    },
    unauthorized: refused,
  };
}
