import type { ExtractionSpec } from '../lib/extract/index.ts';

/** `with` of a call, as its schema lets it through. Strings may be expressions. */
export interface CallParameters {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly timeout?: string;
  readonly maxBytes?: number;
  readonly soap?: 1.1 | 1.2 | '1.1' | '1.2';
  readonly soapAction?: unknown;
  readonly body?: string;
  readonly document?: true;
  readonly form?: Readonly<Record<string, unknown>>;
  readonly multipart?: Readonly<Record<string, unknown>>;
  readonly auth?: AuthParameters;
  readonly client?: string;
  readonly reply?: ExtractionSpec;
}

/** One of them. `password`, `bearer`, `clientSecret` and `secret` are names of secrets. */
export interface AuthParameters {
  readonly basic?: { readonly user: unknown; readonly password: string };
  readonly bearer?: string;
  readonly apiKey?: { readonly header: string; readonly secret: string };
  readonly oauth2?: OAuthParameters;
}

/** Client credentials (RFC 6749 4.4). Without `clientSecret` the client identity of mutual TLS is the proof (RFC 8705). */
export interface OAuthParameters {
  readonly tokenUrl: unknown;
  readonly clientId: unknown;
  readonly clientSecret?: string;
  readonly scope?: unknown;
  readonly audience?: unknown;
  readonly send?: 'header' | 'body';
}
