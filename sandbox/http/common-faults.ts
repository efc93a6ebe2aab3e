import type { Fault } from './fault-plan.ts';
import * as misbehave from './misbehave.ts';

/** How the deed is told of: what the authority does (`Stamps`), and what is done then (`stamped`). */
export interface Deed {
  readonly does: string;
  readonly done: string;
}

/** The ways in which whatever answers HTTP can misbehave. */
export const commonFaults = ({ does, done }: Deed) =>
  ({
    'refuse-connection': {
      summary: 'The port is closed: connection refused',
      moment: 'listening',
      act: misbehave.closeSocket,
    },
    'reset-connection': {
      summary: 'Closes each connection before it reads anything',
      moment: 'connection',
      act: misbehave.closeSocket,
    },
    'drop-before-accept': {
      summary: `Reads the request and closes the connection; nothing is ${done}`,
      moment: 'before',
      act: misbehave.closeSocket,
    },
    'hang-before-accept': {
      summary: `Reads the request and never answers; nothing is ${done}`,
      moment: 'before',
      act: misbehave.hang,
    },
    'accept-then-no-answer': {
      summary: `${does}, then closes the connection without an answer`,
      moment: 'after',
      act: misbehave.closeSocket,
    },
    'accept-then-hang': { summary: `${does}, then never answers`, moment: 'after', act: misbehave.hang },
    'http-500': {
      summary: `Status 500; nothing is ${done}`,
      moment: 'before',
      act: misbehave.sendStatus(500, 'Internal Server Error'),
    },
    'http-500-after-accept': {
      summary: `${does}, then answers with status 500`,
      moment: 'after',
      act: misbehave.sendStatus(500, 'Internal Server Error'),
    },
    '503-retry-after': {
      summary: `Status 503 with Retry-After; nothing is ${done}`,
      moment: 'before',
      act: misbehave.sendStatus(503, 'Service Unavailable'),
    },
    '429': {
      summary: `Status 429 with Retry-After; nothing is ${done}`,
      moment: 'before',
      act: misbehave.sendStatus(429, 'Too Many Requests'),
    },
    '401': {
      summary: `Status 401; nothing is ${done}`,
      moment: 'before',
      act: misbehave.sendStatus(401, 'Unauthorized'),
    },
    '404': { summary: `Status 404; nothing is ${done}`, moment: 'before', act: misbehave.sendStatus(404, 'Not Found') },
    'html-page': {
      summary: `Status 200 with a proxy's HTML page; nothing is ${done}`,
      moment: 'before',
      act: misbehave.sendHtml,
    },
    slow: { summary: `${does}, and answers after a delay`, moment: 'after', act: misbehave.sendLate },
    truncated: {
      summary: `${does}; the connection closes in the middle of the answer`,
      moment: 'after',
      act: misbehave.sendHalf,
    },
    malformed: { summary: `${does}; the answer is not XML or JSON`, moment: 'after', act: misbehave.sendNotXml },
    huge: { summary: `${does}; the answer is 80 MiB long`, moment: 'after', act: misbehave.sendHuge },
  }) as const satisfies Record<string, Fault<string, misbehave.Scene>>;
