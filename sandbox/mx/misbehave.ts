import type { ServerResponse } from 'node:http';

/** An answer to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const soapAnswer = (body: string, status = 200): Answer => ({
  status,
  headers: { 'content-type': 'text/xml; charset=utf-8' },
  body,
});

/** What a fault has in its hands. `answer` is the honest one; before the stamp it only says so. */
export interface Scene {
  readonly response: ServerResponse;
  readonly answer: () => Answer;
  /** The same answer with another stamp's UUID, with none, and the refusal of the password. */
  readonly variants: {
    readonly wrongUuid: () => Answer;
    readonly noUuid: () => Answer;
    readonly wrongPassword: () => Answer;
  };
  /** Milliseconds that a slow answer takes. */
  readonly delay: number;
  /** Seconds for Retry-After. */
  readonly retryAfter: number;
}

export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

export const closeSocket = ({ response }: Scene): void => {
  response.socket?.destroy();
};

/** The authority did something unexpected; its answer is honest. */
export const sendHonestly = ({ response, answer }: Scene): void => send(response, answer());

/** Nothing: the connection stays open until the client or the server gives up. */
export const hang = (): void => {};

export const sendStatus =
  (status: number, reason: string) =>
  ({ response, retryAfter }: Scene): void => {
    const headers: Record<string, string> = { 'content-type': 'text/plain; charset=utf-8' };
    if (status === 503 || status === 429) headers['retry-after'] = String(retryAfter);
    if (status === 401) headers['www-authenticate'] = 'Basic realm="PAC"';
    send(response, { status, headers, body: reason });
  };

export function sendLate({ response, answer, delay }: Scene): void {
  const timer = setTimeout(() => send(response, answer()), delay);
  response.once('close', () => clearTimeout(timer));
}

/** Content-Length promises the whole, half of it comes, the connection closes. */
export function sendHalf({ response, answer }: Scene): void {
  const whole = answer();
  const body = Buffer.from(whole.body);
  response.writeHead(whole.status, { ...whole.headers, 'content-length': body.length });
  response.write(body.subarray(0, body.length / 2), () => response.socket?.end());
}

/** Whole as HTTP, but the XML ends in the middle. */
export function sendHalfXml({ response, answer }: Scene): void {
  const whole = answer();
  send(response, { ...whole, body: whole.body.slice(0, whole.body.length / 2) });
}

export const sendNotXml = ({ response, answer }: Scene): void =>
  send(response, { ...answer(), body: 'OK <<< & this is not XML' });

const CHUNK = Buffer.alloc(1 << 16, 'A');
/** 80 MiB: more than the 64 MiB that a careful client reads at most. */
const HUGE = 80 << 20;

export function sendHuge({ response, answer }: Scene): void {
  const { status, headers, body } = answer();
  const [head = '', ...rest] = body.split('<s0:xml>');
  response.writeHead(status, headers);
  response.write(`${head}<s0:xml>`);
  let written = 0;
  const pour = (): void => {
    while (written < HUGE && !response.destroyed) {
      written += CHUNK.length;
      if (!response.write(CHUNK)) return;
    }
    response.off('drain', pour);
    if (!response.destroyed) response.end(rest.join('<s0:xml>'));
  };
  response.on('drain', pour);
  pour();
}

export const sendHtml = ({ response }: Scene): void =>
  send(response, {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><html><head><title>Proxy</title></head><body><h1>Sign in to the network</h1></body></html>',
  });

/** Entities that grow to a thousand million letters, in an otherwise honest answer. */
export function sendDoctype({ response, answer }: Scene): void {
  const entities = Array.from({ length: 9 }, (_, level) => {
    const value = level === 0 ? 'x'.repeat(10) : `&e${level - 1};`.repeat(10);
    return `<!ENTITY e${level} "${value}">`;
  });
  const doctype = `<!DOCTYPE senv:Envelope [${entities.join('')}]>`;
  const whole = answer();
  const body = whole.body.replace('<senv:Envelope', `${doctype}$&`).replace('<s0:xml>', '<s0:xml>&e8;');
  send(response, { ...whole, body });
}

export const sendVariant =
  (name: keyof Scene['variants']) =>
  ({ response, variants }: Scene): void =>
    send(response, variants[name]());
