import type { Socket } from 'node:net';
import type { FastifyReply } from 'fastify';
import { problem, TimbreError } from '../engine/index.ts';
import { detailsOf, mediaType } from './problem-details.ts';

/** What is said where no route is. */
export const noRoute = (): TimbreError =>
  new TimbreError(
    problem('RUN_UNKNOWN', 'There is nothing at this address.', { hint: 'GET /docs tells every address.' }),
  );

/** A request whose address is none: no route was looked for. */
export function answerBadAddress(reply: FastifyReply): void {
  const details = detailsOf(noRoute());
  reply.code(details.status).type(mediaType).send(JSON.stringify(details));
}

/** What is no HTTP, too slow or has too large a header: there is no request to answer, only a connection. */
export function answerUnreadable({ code }: { readonly code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const { status, words, message } = reasonOf(code);
  const details = { ...detailsOf(new TimbreError(problem('REQUEST_INVALID', message))), status };
  const body = JSON.stringify(details);
  const head = [
    `HTTP/1.1 ${status} ${words}`,
    `content-type: ${mediaType}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function reasonOf(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW')
    return {
      status: 431,
      words: 'Request Header Fields Too Large',
      message: 'The header of the request is too large.',
    };
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return { status: 408, words: 'Request Timeout', message: 'The request did not come in time.' };
  return { status: 400, words: 'Bad Request', message: 'The request is not HTTP.' };
}
