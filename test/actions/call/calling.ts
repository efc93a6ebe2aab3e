import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { PreparedCall } from '../../../actions/call/exchange.ts';
import { callAction as call } from '../../../actions/call/index.ts';
import type { CallParameters } from '../../../actions/call/parameters.ts';
import type { Exchange, ExternalContext, Loading, Reply } from '../../../engine/action.ts';
import { createDocument } from '../../../engine/document.ts';
import { type Problem, TimbreError } from '../../../engine/errors.ts';
import { compileExpression } from '../../../engine/expression/index.ts';
import type { Http } from '../../../engine/http.ts';
import type { ClientIdentity } from '../../../engine/vault.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { contextOf, loadingOf } from '../loading.ts';

export const SECRETS: Readonly<Record<string, string>> = {
  password: 'p<a&"s\'s>w=o/r+d ñ7',
  token: 'tok.canary-8812_xyz',
  key: 'key-canary-55119',
  clientSecret: 'cl/ient:canary+secret%99',
  plain: 'plain-canary-31337',
};

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on loopback; `answer` gets what was received. */
export async function serve(answer: (seen: Seen, ...response: Parameters<RequestListener>) => void) {
  const requests: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = '', url = '', headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    requests.push(seen);
    answer(seen, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return {
    url,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const http = createHttp({ allowedHosts: [], allowLoopback: true });

export interface Setting {
  readonly files?: Readonly<Record<string, string>>;
  readonly document?: { readonly mediaType: string; readonly content: string | Uint8Array };
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly http?: Http;
  readonly client?: ClientIdentity;
  readonly secrets?: Readonly<Record<string, string>>;
}

const scope = { settings: true, invoice: true, context: true };

/** Compiles the `with` of a call, written in YAML, the way a feature is loaded. */
export function load(
  yaml: string,
  setting: Setting = {},
): { prepared?: PreparedCall | undefined; problems: readonly Problem[] } {
  const secrets = setting.secrets ?? SECRETS;
  const around = loadingOf(yaml, { files: setting.files ?? {}, scope });
  const loading: Loading = {
    ...around.loading,
    inputs: setting.document === undefined ? {} : { document: { mediaType: setting.document.mediaType } },
    secret(name, kind, at) {
      const known = kind === 'certificate' ? name === 'identity' : Object.hasOwn(secrets, name);
      if (!known) this.report('REFERENCE_UNKNOWN', name, at);
      return known;
    },
    expression(value, at, options = {}) {
      const compiled = compileExpression(value, options.scope ?? scope, { expects: options.expects });
      for (const each of compiled.problems ?? []) this.report(each.code, each.message, at);
      return compiled.expression;
    },
  };
  const prepared = call.prepare(around.data as CallParameters, loading, around.at);
  return { prepared, problems: around.problems };
}

/** The exchange of a call, ready to be sent. */
export async function exchangeOf(yaml: string, setting: Setting = {}): Promise<Exchange> {
  const { prepared, problems } = load(yaml, setting);
  if (prepared === undefined) throw new TimbreError(problems);
  const secrets = setting.secrets ?? SECRETS;
  const { document, client } = setting;
  const context: ExternalContext = {
    ...contextOf({ variables: setting.variables ?? {} }),
    in: document === undefined ? {} : { document: createDocument('sealed', document.mediaType, document.content) },
    attempt: 1,
    signingTime: new Date('2026-03-01T18:00:00Z'),
    http: setting.http ?? http,
    secret: async (name) => secrets[name] ?? Promise.reject(new Error(name)),
    clientIdentity: async () => client ?? Promise.reject(new Error('no identity')),
  };
  return call.exchange(context, prepared);
}

export async function replyOf(yaml: string, setting: Setting = {}): Promise<Reply> {
  return (await exchangeOf(yaml, setting)).send();
}

export const textOf = (document: { readonly bytes: Uint8Array } | undefined): string =>
  Buffer.from(document?.bytes ?? []).toString();
