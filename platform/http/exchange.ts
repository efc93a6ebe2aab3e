import type { Dispatcher } from 'undici';
import { HttpFailure, type HttpRequest, type HttpResponse } from '../../engine/http.ts';
import { decompress, tooLarge } from './decompress.ts';
import { failureOf } from './failure.ts';
import { joinHeaders } from './headers.ts';

/** Lets one request out through a pool and gathers its answer; rejects with `HttpFailure`. */
export async function exchange(dispatcher: Dispatcher, url: URL, request: HttpRequest): Promise<HttpResponse> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), Math.max(1, request.timeout));
  try {
    const answer = await raw(dispatcher, url, request, deadline.signal);
    const body = await decompress(answer.body, answer.headers['content-encoding'], request.maxBytes);
    if (deadline.signal.aborted) throw timedOut(url, request, true);
    return { ...answer, body };
  } finally {
    clearTimeout(timer);
  }
}

function raw(dispatcher: Dispatcher, url: URL, request: HttpRequest, deadline: AbortSignal): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const handler = new Handler(url, request, resolve, reject);
    deadline.addEventListener('abort', () => handler.timeOut(), { once: true });
    dispatcher.dispatch(
      {
        path: `${url.pathname}${url.search}`,
        method: request.method,
        headers: { 'accept-encoding': 'identity', ...request.headers },
        body: request.body ?? null,
        // Never behind another request on one connection, and never sent again by undici.
        idempotent: false,
      },
      handler,
    );
  });
}

/**
 * undici calls `onRequestStart` when the connection stands (new or kept), synchronously before it writes the first byte; what
 * throws there keeps the request from being written and leaves the connection as it is. So `sent` is exact.
 */
class Handler implements Dispatcher.DispatchHandler {
  readonly #url: URL;
  readonly #request: HttpRequest;
  readonly #resolve: (response: HttpResponse) => void;
  readonly #reject: (failure: HttpFailure) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #sent = false;
  #failure: HttpFailure | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #size = 0;

  constructor(
    url: URL,
    request: HttpRequest,
    resolve: (response: HttpResponse) => void,
    reject: (failure: HttpFailure) => void,
  ) {
    this.#url = url;
    this.#request = request;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  timeOut(): void {
    this.#stop(timedOut(this.#url, this.#request, this.#sent));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    // A request that was given up while it waited for a connection, or one that is put on a second connection.
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#sent) throw new HttpFailure('reset', true, 'the request would have been sent twice');
    this.#controller = controller;
    try {
      this.#request.beforeWrite?.();
    } catch (error) {
      this.#failure = new HttpFailure('fenced', false, `nothing was sent to ${this.#url.origin}`, { cause: error });
      throw this.#failure;
    }
    this.#sent = true;
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    // 1xx are not the answer (RFC 9110 15.2).
    if (status < 200) return;
    this.#status = status;
    this.#headers = joinHeaders(headers);
    if (Number(this.#headers['content-length'] ?? 0) > this.#request.maxBytes)
      this.#stop(tooLarge(this.#request.maxBytes));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#request.maxBytes) this.#stop(tooLarge(this.#request.maxBytes));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#failure !== undefined) return;
    this.#resolve({ status: this.#status, headers: this.#headers, body: Buffer.concat(this.#chunks, this.#size) });
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(this.#failure ?? failureOf(error, this.#url, this.#sent));
  }

  #stop(failure: HttpFailure): void {
    this.#failure ??= failure;
    this.#chunks = [];
    this.#controller?.abort(this.#failure);
    this.#reject(this.#failure);
  }
}

const timedOut = (url: URL, request: HttpRequest, sent: boolean): HttpFailure =>
  new HttpFailure('timeout', sent, `no complete answer from ${url.origin} in ${request.timeout} ms`);
