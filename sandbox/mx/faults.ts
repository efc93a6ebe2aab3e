import * as misbehave from './misbehave.ts';

export interface Fault {
  readonly summary: string;
  /**
   * When it strikes: no one listens; a connection is closed unread; the request was read and nothing stamped; or the
   * stamp was made (or found) and only the answer goes wrong.
   */
  readonly moment: 'listening' | 'connection' | 'before' | 'after';
  readonly act: (scene: misbehave.Scene) => void;
}

/** Every way in which the PAC can misbehave on demand. */
export const faults = {
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
    summary: 'Reads the request and closes the connection; nothing is stamped',
    moment: 'before',
    act: misbehave.closeSocket,
  },
  'hang-before-accept': {
    summary: 'Reads the request and never answers; nothing is stamped',
    moment: 'before',
    act: misbehave.hang,
  },
  'accept-then-no-answer': {
    summary: 'Stamps, then closes the connection without an answer',
    moment: 'after',
    act: misbehave.closeSocket,
  },
  'accept-then-hang': { summary: 'Stamps, then never answers', moment: 'after', act: misbehave.hang },
  'http-500': {
    summary: 'Status 500; nothing is stamped',
    moment: 'before',
    act: misbehave.sendStatus(500, 'Internal Server Error'),
  },
  'http-500-after-accept': {
    summary: 'Stamps, then answers with status 500',
    moment: 'after',
    act: misbehave.sendStatus(500, 'Internal Server Error'),
  },
  '503-retry-after': {
    summary: 'Status 503 with Retry-After; nothing is stamped',
    moment: 'before',
    act: misbehave.sendStatus(503, 'Service Unavailable'),
  },
  '429': {
    summary: 'Status 429 with Retry-After; nothing is stamped',
    moment: 'before',
    act: misbehave.sendStatus(429, 'Too Many Requests'),
  },
  '401': {
    summary: 'Status 401; nothing is stamped',
    moment: 'before',
    act: misbehave.sendStatus(401, 'Unauthorized'),
  },
  '404': { summary: 'Status 404; nothing is stamped', moment: 'before', act: misbehave.sendStatus(404, 'Not Found') },
  'html-page': {
    summary: "Status 200 with a proxy's HTML page; nothing is stamped",
    moment: 'before',
    act: misbehave.sendHtml,
  },
  'wrong-password-incident': {
    summary: 'Incidencia 300, user or password wrong; nothing is stamped',
    moment: 'before',
    act: misbehave.sendVariant('wrongPassword'),
  },
  'stamped-before': {
    summary: 'The document was stamped a moment before, over another line: 307',
    moment: 'after',
    act: misbehave.sendHonestly,
  },
  slow: { summary: 'Stamps, and answers after a delay', moment: 'after', act: misbehave.sendLate },
  truncated: {
    summary: 'Stamps; the connection closes in the middle of the answer',
    moment: 'after',
    act: misbehave.sendHalf,
  },
  'truncated-xml': {
    summary: 'Stamps; the answer is whole as HTTP, its XML ends in the middle',
    moment: 'after',
    act: misbehave.sendHalfXml,
  },
  malformed: { summary: 'Stamps; the answer is not XML', moment: 'after', act: misbehave.sendNotXml },
  huge: { summary: 'Stamps; the answer is 80 MiB long', moment: 'after', act: misbehave.sendHuge },
  'wrong-uuid': {
    summary: "Stamps; the answer's UUID is not that of the document in it",
    moment: 'after',
    act: misbehave.sendVariant('wrongUuid'),
  },
  'success-without-uuid': {
    summary: 'Stamps; the answer says so, without UUID and document',
    moment: 'after',
    act: misbehave.sendVariant('noUuid'),
  },
  doctype: {
    summary: 'Stamps; the answer has a DOCTYPE whose entities explode',
    moment: 'after',
    act: misbehave.sendDoctype,
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

export const isFaultName = (text: string): text is FaultName => Object.hasOwn(faults, text);
