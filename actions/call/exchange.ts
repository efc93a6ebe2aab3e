import type { Exchange, ExternalContext, NewDocument, Reply } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { HttpFailure, type HttpRequest } from '../../engine/http.ts';
import { addressOf } from './address.ts';
import { type Authorisation, authorise, type PreparedAuth } from './authorisation.ts';
import { type Body, type PreparedBody, writeBody } from './body.ts';
import { EchoMask } from './echo.ts';
import { inHeader, inUrl } from './escape.ts';
import type { Expected } from './expected.ts';
import { readReply } from './reply.ts';
import { type SoapVersion, soapHeaders } from './soap.ts';
import { type Field, textOf, textsOf } from './text.ts';
import { TokenFailure } from './token.ts';
import { holdSecrets, MASK, type WireSecrets } from './wire-secrets.ts';

/** A call whose expressions and files are compiled. */
export interface PreparedCall extends Expected {
  readonly method: HttpRequest['method'];
  readonly url: CompiledExpression;
  readonly headers: readonly Field[];
  readonly query: readonly Field[];
  /** Milliseconds. */
  readonly timeout: number;
  readonly maxBytes: number;
  readonly soap: SoapVersion | undefined;
  readonly soapAction: CompiledExpression | undefined;
  readonly body: PreparedBody | undefined;
  readonly auth: PreparedAuth | undefined;
  /** Name of the certificate. */
  readonly client: string | undefined;
  /** Names of all secrets but `client`. */
  readonly secrets: readonly string[];
}

/**
 * Builds the request; nothing leaves before `send`.
 * @throws CALL_ADDRESS, CALL_HEADER, CALL_BODY, SECRET_UNUSABLE; what the vault, the mapping and the expressions throw
 */
export async function exchange(context: ExternalContext, call: PreparedCall): Promise<Exchange> {
  const secrets = await holdSecrets(context, call.secrets);
  const client = call.client === undefined ? undefined : await context.clientIdentity(call.client);
  const body = call.body && writeBody(call.body, call.soap, context, secrets);
  const auth = call.auth && authorise(call.auth, context, secrets, client, call.timeout);
  const { url, authority } = addressOf(call, secrets);
  const headers = headersOf(call, body, secrets);
  const kept = body?.kept ?? bodyless(call, secrets.mask(url), headers, secrets);
  const request: HttpRequest = Object.assign(
    {
      method: call.method,
      url: secrets.fill(url, inUrl),
      headers: Object.fromEntries(headers.map(([name, value]) => [name, headerText(name, value, secrets)])),
      timeout: call.timeout,
      maxBytes: call.maxBytes,
    },
    body && { body: body.wire },
    client && { client },
  );
  return { documents: { request: kept }, authority, send: () => send(context, call, request, auth, { secrets, kept }) };
}

interface Sending {
  readonly secrets: WireSecrets;
  readonly kept: NewDocument;
}

async function send(
  context: ExternalContext,
  call: PreparedCall,
  request: HttpRequest,
  auth: Authorisation | undefined,
  { secrets, kept }: Sending,
): Promise<Reply> {
  try {
    const proof = auth && (await auth.header());
    const response = await context.http.send(proof === undefined ? request : withHeader(request, proof));
    if (response.status === 401) auth?.refused();
    return readReply(call, response, new EchoMask([...secrets.values, ...(auth?.secrets() ?? [])], kept.bytes));
  } catch (error) {
    if (error instanceof TokenFailure) return { notSent: true, failure: error.message, values: call.absent };
    if (!(error instanceof HttpFailure)) throw error;
    return { notSent: !error.sent, failure: `${error.kind}: ${error.message}`, values: call.absent };
  }
}

const withHeader = (request: HttpRequest, [name, value]: readonly [string, string]): HttpRequest => ({
  ...request,
  headers: { ...request.headers, [name.toLowerCase()]: value },
});

/** Lower case names, with placeholders where secrets come; the author's own go before ours. */
function headersOf(
  call: PreparedCall,
  body: Body | undefined,
  secrets: WireSecrets,
): readonly (readonly [string, string])[] {
  const action = call.soapAction && textOf(call.soapAction, secrets.variables);
  const headers = new Map<string, string>();
  if (body !== undefined) headers.set('content-type', body.mediaType);
  if (body !== undefined && call.soap !== undefined) {
    for (const [name, value] of Object.entries(soapHeaders(call.soap, action))) headers.set(name, value);
  }
  for (const [name, value] of textsOf(call.headers, secrets.variables)) headers.set(name.toLowerCase(), value);
  return [...headers];
}

function headerText(name: string, value: string, secrets: WireSecrets): string {
  if (inHeader(value) === undefined)
    fail('CALL_HEADER', `The value of the header ${name} has a character that no header can hold.`);
  return secrets.fill(value, inHeader);
}

/** What is kept of a request without a body: its line and headers (RFC 9112), for whoever must see what was asked. */
function bodyless(
  call: PreparedCall,
  url: string,
  headers: readonly (readonly [string, string])[],
  secrets: WireSecrets,
): NewDocument {
  const lines = [
    `${call.method} ${url} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${secrets.mask(value)}`),
  ];
  if (call.auth !== undefined)
    lines.push(`${call.auth.kind === 'apiKey' ? call.auth.header : 'authorization'}: ${MASK}`);
  return { mediaType: 'message/http', bytes: Buffer.from(`${lines.join('\r\n')}\r\n\r\n`) };
}
