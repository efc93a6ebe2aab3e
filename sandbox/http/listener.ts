import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { type Answer, send } from './answer.ts';

export interface HttpHead {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
}

export interface HttpRequest extends HttpHead {
  readonly body: Buffer;
}

/** Who serves one request. */
export interface Service {
  answer(request: HttpRequest, response: ServerResponse): Promise<void> | void;
  /** How it says that it has an error of its own. */
  broken(message: string): Answer;
}

export interface Face {
  /** Whether connections must not be kept. */
  readonly perConnection: () => boolean;
  /** Who serves it, or what is answered before the body is read. */
  readonly serviceOf: (head: HttpHead) => Service | Answer;
}

/** A request larger than this is not read on. */
const MOST = 64 << 20;

/** The HTTP face of a sandbox: reads what comes, and says so when the sandbox itself has an error, as a server does. */
export function makeListener({ perConnection, serviceOf }: Face): RequestListener {
  return (request, response) => {
    if (perConnection()) response.setHeader('connection', 'close');
    const head = headOf(request);
    const service = serviceOf(head);
    if ('status' in service) {
      send(response, service);
      return;
    }
    readBody(request)
      .then((body) => service.answer({ ...head, body }, response))
      .catch((error: unknown) => {
        // After an answer has begun, or when the client went away, nothing can be said any more.
        if (response.destroyed || response.headersSent) response.destroy();
        else send(response, service.broken(error instanceof Error ? error.message : String(error)));
      });
  };
}

function headOf({ url = '/', method = '', headers }: IncomingMessage): HttpHead {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  return { method, path: pathname, query: searchParams, headers };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > MOST) throw new RangeError('The request is too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}
