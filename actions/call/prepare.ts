import type { Loading } from '../../engine/action.ts';
import { below, type Position } from '../../engine/source.ts';
import { createCompiling, prepareFields } from './compiling.ts';
import { milliseconds } from './duration.ts';
import type { PreparedCall } from './exchange.ts';
import { expect } from './expected.ts';
import type { CallParameters } from './parameters.ts';
import { prepareAuth, secretsOfAuth } from './prepare-auth.ts';
import { bodyKinds, prepareBody } from './prepare-body.ts';
import { documentsNamed, prepareReply } from './prepare-reply.ts';
import { secretsNamed, withSecrets } from './secret-names.ts';

/** Compiles a call. Everything that is wrong is reported; undefined then. */
export function prepare(call: CallParameters, loading: Loading, at: Position): PreparedCall | undefined {
  const { url: _, reply: __, ...open } = call;
  const named = secretsNamed(open, loading, at);
  const compiling = createCompiling(loading, withSecrets(loading.scope, named));
  const plain = createCompiling(loading, loading.scope);
  const well = checkShape(call, loading, at);
  const url = plain.expression(call.url, below(at, 'url'));
  const headers = prepareFields(call.headers, compiling, below(at, 'headers'));
  const query = prepareFields(call.query, compiling, below(at, 'query'));
  const soapAction =
    call.soapAction === undefined ? undefined : plain.expression(call.soapAction, below(at, 'soapAction'));
  const body = prepareBody(call, compiling, at);
  const auth = call.auth && prepareAuth(call.auth, compiling, below(at, 'auth'));
  const reply = prepareReply(call, loading, below(at, 'reply'));
  const client = call.client === undefined || loading.secret(call.client, 'certificate', below(at, 'client'));
  if (!well || url === undefined || !client || reply === 'wrong' || compiling.failed.value || plain.failed.value)
    return undefined;
  return {
    method: call.method ?? 'POST',
    url,
    headers,
    query,
    timeout: milliseconds(call.timeout ?? '30s'),
    maxBytes: call.maxBytes ?? 20_000_000,
    soapAction,
    body: body?.body,
    auth,
    client: call.client,
    secrets: [...new Set([...named, ...(body?.secrets ?? []), ...secretsOfAuth(call.auth)])],
    ...expect(reply, soapVersion(call.soap)),
  };
}

const soapVersion = (soap: CallParameters['soap']) =>
  soap === undefined ? undefined : Number(soap) === 1.1 ? 1.1 : 1.2;

/** They frame or route the message, or are set by `soap` and `auth`. */
const OURS =
  /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|accept-encoding|proxy-.*)$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** What the schema cannot say in words that help. */
function checkShape(call: CallParameters, loading: Loading, at: Position): boolean {
  let well = true;
  const wrong = (message: string, key: string, hint: string) => {
    loading.report('SCHEMA', message, below(at, ...key.split('.')), hint);
    well = false;
  };
  const bodies = bodyKinds.filter((kind) => call[kind] !== undefined);
  const [first = '', second] = bodies;
  if (second !== undefined) wrong(`A call has one body, not ${bodies.join(' and ')}.`, second, 'Keep one of them.');
  if (first !== '' && call.method === 'GET') wrong('A GET has no body.', first, 'Use `query`, or another method.');
  if (call.soap !== undefined && call.body === undefined && call.document === undefined) {
    wrong('A SOAP call needs a body.', 'soap', 'Write `body: file` or `document: true`.');
  }
  if (call.soapAction !== undefined && call.soap === undefined) {
    wrong('soapAction is only for SOAP.', 'soapAction', 'Add `soap: 1.1` or `soap: 1.2`.');
  }
  for (const name of [...Object.keys(call.headers ?? {}), ...(call.auth?.apiKey ? [call.auth.apiKey.header] : [])]) {
    if (!TOKEN.test(name) || OURS.test(name))
      wrong(`A call cannot set the header ${JSON.stringify(name)}.`, 'headers', 'Remove it.');
  }
  for (const name of documentsNamed(call.reply).filter((each) => each === 'request' || each === 'answer')) {
    wrong(`Every call leaves a document ${name} of its own.`, 'reply', 'Give the document another name.');
  }
  return well;
}
