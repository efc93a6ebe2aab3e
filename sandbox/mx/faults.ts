import { type Answer, send } from '../http/answer.ts';
import { commonFaults } from '../http/common-faults.ts';
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

const common = commonFaults({ does: 'Stamps', done: 'stamped' });

/**
 * Every way in which a PAC or SAT can misbehave on demand. They are told by the commonest operation: of another,
 * «stamps» means that it is done.
 */
export const faults = {
  ...common,
  slow: { ...common.slow, tells: true },
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
  'truncated-xml': {
    summary: 'Stamps; the answer is whole as HTTP, its XML or JSON ends in the middle',
    moment: 'after',
    act: misbehave.sendHalfXml,
  },
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
