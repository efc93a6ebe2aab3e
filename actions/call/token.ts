import { type Http, HttpFailure, type HttpResponse } from '../../engine/http.ts';
import type { ClientIdentity } from '../../engine/vault.ts';
import { writeForm } from './form.ts';
import type { IssuedToken } from './token-cache.ts';

export interface TokenRequest {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scope: string | undefined;
  readonly audience: string | undefined;
  readonly send: 'header' | 'body';
  readonly client: ClientIdentity | undefined;
  /** Milliseconds. */
  readonly timeout: number;
}

/** No token: the request that needed it was not sent. The message has nothing of what was sent or answered in it. */
export class TokenFailure extends Error {
  /** The failure concerns only the attempt that asked: it came too late. */
  readonly own: boolean;

  constructor(message: string, own = false, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TokenFailure';
    this.own = own;
  }
}

/** Where nothing is said (RFC 6749 5.1 only recommends `expires_in`). */
const UNSAID_LIFETIME = 60_000;
const MOST_BYTES = 100_000;

/** Asks for a token by client credentials (RFC 6749 4.4). Throws `TokenFailure`. */
export async function requestToken(request: TokenRequest, http: Http): Promise<IssuedToken> {
  let response: HttpResponse;
  try {
    response = await http.send({
      method: 'POST',
      url: request.url,
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        ...(inHeader(request) ? { authorization: basic(request.clientId, request.clientSecret ?? '') } : {}),
      },
      body: Buffer.from(formOf(request)),
      timeout: request.timeout,
      maxBytes: MOST_BYTES,
      ...(request.client === undefined ? {} : { client: request.client }),
    });
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    throw new TokenFailure(`no token: ${error.message}`, error.kind === 'fenced', { cause: error });
  }
  return readToken(response);
}

const inHeader = ({ send, clientSecret }: TokenRequest): boolean => send === 'header' && clientSecret !== undefined;

/** RFC 6749 2.3.1: both are form-encoded before they become user and password. */
const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

function formOf(request: TokenRequest): string {
  const fields: (readonly [string, string])[] = [['grant_type', 'client_credentials']];
  if (!inHeader(request)) {
    fields.push(['client_id', request.clientId]);
    if (request.clientSecret !== undefined) fields.push(['client_secret', request.clientSecret]);
  }
  if (request.scope !== undefined) fields.push(['scope', request.scope]);
  if (request.audience !== undefined) fields.push(['audience', request.audience]);
  return writeForm(fields);
}

function readToken({ status, body }: HttpResponse): IssuedToken {
  const answer = parse(body);
  if (status !== 200) {
    const why = typeof answer.error === 'string' && ERRORS.has(answer.error) ? ` (${answer.error})` : '';
    throw new TokenFailure(`no token: the token endpoint answered HTTP ${status}${why}`);
  }
  const { access_token: token, token_type: type = 'Bearer', expires_in: expires } = answer;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new TokenFailure('no token: there is none in the answer of the token endpoint');
  }
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') {
    throw new TokenFailure('no token: the token endpoint gives another type than Bearer');
  }
  const seconds = Number(expires ?? Number.NaN);
  return { token, lifetime: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : UNSAID_LIFETIME };
}

/** RFC 6749 5.2. Nothing else of an answer is repeated: it could be a secret. */
const ERRORS = new Set([
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  'invalid_scope',
]);

function parse(body: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
