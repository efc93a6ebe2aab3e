import { commonFaults } from '../http/common-faults.ts';
import * as plans from '../http/fault-plan.ts';
import * as misbehave from '../http/misbehave.ts';
import { type Operation, operations } from './operations.ts';
import type { Fate, Transmission, Verdict } from './transmission.ts';

export interface Fault extends plans.Fault<Operation, misbehave.Scene> {
  /** What becomes of the document at its receiver's. */
  readonly fate?: Fate;
  /** By which message that is told; Message Level Status when left out. */
  readonly manner?: Transmission['manner'];
  /** What the buyer says of the invoice; accepted when left out. */
  readonly verdict?: Verdict;
  /** What the access point tells wrong. */
  readonly lie?: 'withoutId' | 'ofAnother';
}

/** Every way in which the access point, or the one behind it, can misbehave on demand. */
export const faults = {
  ...commonFaults({ does: 'Sends', done: 'sent' }),
  'truncated-json': {
    summary: 'Sends; the answer is whole as HTTP, its JSON ends in the middle',
    moment: 'after',
    act: misbehave.sendHalfXml,
  },
  'success-without-id': {
    summary: 'Sends; the answer says so, without an id',
    moment: 'after',
    act: misbehave.sendHonestly,
    lie: 'withoutId',
  },
  'receipt-of-another': {
    summary: 'Sends; the answer is about another document',
    moment: 'after',
    act: misbehave.sendHonestly,
    lie: 'ofAnother',
  },
  'receiver-acknowledges': {
    summary: "The receiver's access point says no more than that it has the document (AB)",
    ...receiver('acknowledged'),
  },
  'receiver-rejects': {
    summary: "The receiver's access point rejects the document (RE)",
    ...receiver('rejected'),
  },
  'receiver-is-silent': {
    summary: "The receiver's access point never says anything",
    ...receiver('silent'),
  },
  'receiver-answers-mlr': {
    summary: "The receiver's access point answers with the older Message Level Response",
    ...receiver('accepted'),
    manner: 'mlr',
  },
  'buyer-acknowledges': {
    summary: 'The buyer says that the invoice came (Invoice Response AB)',
    ...buyer('AB'),
  },
  'buyer-works-on-it': {
    summary: 'The buyer says that the invoice is in process (Invoice Response IP)',
    ...buyer('IP'),
  },
  'buyer-queries': {
    summary: 'The buyer has a question about the invoice (Invoice Response UQ)',
    ...buyer('UQ'),
  },
  'buyer-accepts-conditionally': {
    summary: 'The buyer accepts the invoice under a condition (Invoice Response CA)',
    ...buyer('CA'),
  },
  'buyer-rejects': {
    summary: 'The buyer rejects the invoice (Invoice Response RE)',
    ...buyer('RE'),
  },
  'buyer-has-paid': {
    summary: 'The buyer says that it paid (Invoice Response PD)',
    ...buyer('PD'),
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export type FaultPlan = plans.FaultPlan<FaultName, Operation>;
export type FaultSchedule = plans.FaultSchedule<FaultPlan, Fault>;

const table: plans.FaultTable<FaultName, Operation, Fault> = {
  faults,
  operations,
  usual: 'send',
  both: ['send', 'find'],
};

export const { parseFault, planOf, scheduleFaults } = plans.plannerOf(table);

function receiver(fate: Fate): Omit<Fault, 'summary'> {
  return { moment: 'after', act: misbehave.sendHonestly, fate };
}

function buyer(verdict: Verdict): Omit<Fault, 'summary'> {
  return { ...receiver('accepted'), verdict };
}
