import type { ServerResponse } from 'node:http';
import { type Answer, send, textAnswer } from './answer.ts';

/** What a fault has in its hands. `answer` is the honest one, which a fault before the deed does not have. */
export interface Scene {
  readonly response: ServerResponse;
  readonly answer: () => Answer;
  /** Milliseconds that a slow answer takes. */
  readonly delay: number;
  /** Seconds for Retry-After. */
  readonly retryAfter: number;
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
    const answer = textAnswer(reason, status);
    const headers: Record<string, string> = { ...answer.headers };
    if (status === 503 || status === 429) headers['retry-after'] = String(retryAfter);
    if (status === 401) headers['www-authenticate'] = 'Basic realm="sandbox"';
    send(response, { ...answer, headers });
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

/** Whole as HTTP, but the XML or JSON ends in the middle. */
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
  const [head, tail] = opened(body);
  response.writeHead(status, headers);
  response.write(head);
  let written = 0;
  const pour = (): void => {
    while (written < HUGE && !response.destroyed) {
      written += CHUNK.length;
      if (!response.write(CHUNK)) return;
    }
    response.off('drain', pour);
    if (!response.destroyed) response.end(tail);
  };
  response.on('drain', pour);
  pour();
}

/** An answer cut where more text may go: into the document it carries, else into a text of its own. */
function opened(body: string): [head: string, tail: string] {
  if (body.startsWith('{')) return ['{"padding":"', `",${body.slice(1)}`];
  const carried = body.indexOf('<s0:xml>');
  const place = carried < 0 ? body.lastIndexOf('</') : carried + '<s0:xml>'.length;
  return [body.slice(0, place), body.slice(place)];
}

export const sendHtml = ({ response }: Scene): void =>
  send(response, {
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html><html><head><title>Proxy</title></head><body><h1>Sign in to the network</h1></body></html>',
  });

/** Entities that grow to a thousand million letters, in an otherwise honest answer; in the place of one in JSON. */
export function sendDoctype({ response, answer }: Scene): void {
  const entities = Array.from({ length: 9 }, (_, level) => {
    const value = level === 0 ? 'x'.repeat(10) : `&e${level - 1};`.repeat(10);
    return `<!ENTITY e${level} "${value}">`;
  });
  const whole = answer();
  const [head, tail] = whole.body.startsWith('{') ? ['<answer>', '</answer>'] : opened(whole.body);
  const root = /<([A-Za-z][\w:.-]*)/.exec(head)?.[1];
  const body = `${head}&e8;${tail}`.replace(`<${root}`, `<!DOCTYPE ${root} [${entities.join('')}]>$&`);
  send(response, { ...whole, body });
}
