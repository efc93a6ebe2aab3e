import type { ServerResponse } from 'node:http';

/** An answer to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const typed =
  (type: string) =>
  (body: string, status = 200): Answer => ({
    status,
    headers: { 'content-type': `${type}; charset=utf-8` },
    body,
  });

export const soapAnswer = typed('text/xml');
export const xmlAnswer = typed('application/xml');
export const textAnswer = typed('text/plain');

export const jsonAnswer = (value: unknown, status = 200): Answer =>
  typed('application/json')(JSON.stringify(value), status);

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
