import { type Answer, send } from '../http/answer.ts';
import type { Fault as GeneralFault } from '../http/fault-plan.ts';
import * as misbehave from '../http/misbehave.ts';
import type { Acceptance } from './cancellation/acceptance.ts';
import type { Operation } from './operations.ts';

export interface Fault extends GeneralFault<Operation, Scene> {
  /** What the receiver does with the request to cancel. */
  readonly acceptance?: Acceptance;
  /** Whether the client learns all there is to know. */
  readonly tells?: boolean;
}

/** What a fault has in its hands here: also the same answer with another UUID, with none, and the refusal of the password. */
export interface Scene extends misbehave.Scene {
  readonly variants: {
    readonly wrongUuid: () => Answer;
    readonly noUuid: () => Answer;
    readonly wrongPassword: () => Answer;
  };
}

/**
 * Every way in which a PAC or SAT can misbehave on demand. They are told by the commonest operation: of another,
 * «stamps» means that it is done.
 */
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
    summary: 'User or password wrong (SOAP: Incidencia 300); nothing is stamped',
    moment: 'before',
    act: sendVariant('wrongPassword'),
  },
  'stamped-before': {
    summary: 'The document was stamped a moment before, over another line: 307',
    moment: 'after',
    act: misbehave.sendHonestly,
  },
  slow: { summary: 'Stamps, and answers after a delay', moment: 'after', act: misbehave.sendLate, tells: true },
  truncated: {
    summary: 'Stamps; the connection closes in the middle of the answer',
    moment: 'after',
    act: misbehave.sendHalf,
  },
  'truncated-xml': {
    summary: 'Stamps; the answer is whole as HTTP, its XML or JSON ends in the middle',
    moment: 'after',
    act: misbehave.sendHalfXml,
  },
  malformed: { summary: 'Stamps; the answer is not XML or JSON', moment: 'after', act: misbehave.sendNotXml },
  huge: { summary: 'Stamps; the answer is 80 MiB long', moment: 'after', act: misbehave.sendHuge },
  'wrong-uuid': {
    summary: "Stamps; the answer's UUID is not that of the document in it",
    moment: 'after',
    act: sendVariant('wrongUuid'),
  },
  'success-without-uuid': {
    summary: 'Stamps; the answer says so, without UUID and document',
    moment: 'after',
    act: sendVariant('noUuid'),
  },
  doctype: {
    summary: 'Stamps; the answer has a DOCTYPE whose entities explode',
    moment: 'after',
    act: misbehave.sendDoctype,
  },
  'receiver-accepts': {
    summary: 'The receiver is asked, and accepts the cancellation a minute later',
    ...receiver('accepts'),
  },
  'receiver-rejects': {
    summary: 'The receiver is asked, and rejects the cancellation a minute later',
    ...receiver('rejects'),
  },
  'receiver-is-silent': {
    summary: 'The receiver is asked, and lets the 72 hours pass: cancelled',
    ...receiver('expires'),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;

function receiver(acceptance: Acceptance): Omit<Fault, 'summary'> {
  return { moment: 'after', act: misbehave.sendHonestly, operation: 'cancel', acceptance, tells: true };
}

function sendVariant(name: keyof Scene['variants']) {
  return ({ response, variants }: Scene): void => send(response, variants[name]());
}
