import { type Answer, jsonAnswer, textAnswer } from '../../http/answer.ts';
import type { HttpHead, HttpRequest } from '../../http/listener.ts';
import type { AuthorityOptions } from '../authority.ts';
import type { Call, Service } from '../service.ts';
import { unauthorized } from './answers.ts';
import { authenticateRoute } from './authenticate-route.ts';
import { cancelRoute } from './cancel-route.ts';
import { LIVE, liveRoute, STORED, storedXml } from './live-route.ts';
import { isVersion, type StampForm } from './stamp-data.ts';
import { stampRoute } from './stamp-route.ts';
import type { Tokens } from './tokens.ts';

const AUTHENTICATE = '/v2/security/authenticate';
const CANCEL = '/cfdi33/cancel/xml';
const STAMP = /^(?:\/v4)?\/cfdi33\/stamp\/(v\d)(\/b64)?$/;

/** A PAC in SW Sapien's manner: REST with JSON answers, a bearer token, an idempotency key in the header `customid`. */
export function restService(authority: AuthorityOptions, tokens: Tokens): Service {
  const read = (request: HttpRequest): Promise<Call> | Call | Answer => {
    const { path, headers } = request;
    if (path === AUTHENTICATE) return authenticateRoute(request, authority, tokens);
    if (path.startsWith(STORED)) return storedXml(path, authority) ?? notFound();
    if (!tokens.admits(headers.authorization)) return unauthorized();
    const form = formIn(path);
    if (form) return stampRoute(request, form, authority);
    return path === CANCEL ? cancelRoute(request, authority) : liveRoute(request, authority);
  };
  return {
    serves: (path) => path === AUTHENTICATE || path === CANCEL || isReading(path) || formIn(path) !== undefined,
    refuses,
    read,
    broken: (message) => jsonAnswer({ message, messageDetail: null, data: null, status: 'error' }, 500),
  };
}

const isReading = (path: string): boolean => path === LIVE || path.startsWith(`${LIVE}/`) || path.startsWith(STORED);

function formIn(path: string): StampForm | undefined {
  const [, version, isBase64] = STAMP.exec(path) ?? [];
  return isVersion(version) ? { version, isBase64: isBase64 !== undefined } : undefined;
}

function refuses({ method, path }: HttpHead): Answer | undefined {
  const allowed = isReading(path) ? 'GET' : 'POST';
  if (method === allowed) return undefined;
  const refused = textAnswer(`${allowed} only`, 405);
  return { ...refused, headers: { ...refused.headers, allow: allowed } };
}

const notFound = (): Answer => textAnswer('Not Found', 404);
