import type { ClientIdentity } from './vault.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  /** For the whole exchange, in milliseconds. */
  readonly timeout: number;
  /** An answer longer than this many bytes (after decompression) is cut off and fails. */
  readonly maxBytes: number;
  readonly client?: ClientIdentity;
  /** Called when the connection stands and the next thing is the first byte; throwing keeps everything from being sent. */
  readonly beforeWrite?: () => void;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; several of one name joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type HttpFailureKind =
  | 'host-not-allowed'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'fenced'
  | 'timeout'
  | 'reset'
  | 'too-large'
  | 'protocol';

/** No usable answer. `sent` is false only when it is proven that not one byte of the request left. */
export class HttpFailure extends Error {
  readonly kind: HttpFailureKind;
  readonly sent: boolean;

  constructor(kind: HttpFailureKind, sent: boolean, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'HttpFailure';
    this.kind = kind;
    this.sent = sent;
  }
}

/** One request, one answer: no retry, no redirect, no cookie; only hosts that the environment allows. */
export interface Http {
  /** Resolves for every complete answer, whatever its status; rejects with `HttpFailure`. */
  send(request: HttpRequest): Promise<HttpResponse>;
}
