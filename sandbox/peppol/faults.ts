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

/** The access point has done its part. */
const sent = { moment: 'after', act: misbehave.sendHonestly } as const;

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
    ...sent,
    lie: 'withoutId',
  },
  'receipt-of-another': {
    summary: 'Sends; the answer is about another document',
    ...sent,
    lie: 'ofAnother',
  },
  'receiver-acknowledges': receiver('says no more than that it has the document (AB)', 'acknowledged'),
  'receiver-rejects': receiver('rejects the document (RE)', 'rejected'),
  'receiver-is-silent': receiver('never says anything', 'silent'),
  'receiver-answers-mlr': { ...receiver('answers with the older Message Level Response', 'accepted'), manner: 'mlr' },
  'buyer-acknowledges': buyer('says that the invoice came', 'AB'),
  'buyer-works-on-it': buyer('says that the invoice is in process', 'IP'),
  'buyer-queries': buyer('has a question about the invoice', 'UQ'),
  'buyer-accepts-conditionally': buyer('accepts the invoice under a condition', 'CA'),
  'buyer-rejects': buyer('rejects the invoice', 'RE'),
  'buyer-has-paid': buyer('says that it paid', 'PD'),
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

function receiver(does: string, fate: Fate): Fault {
  return { summary: `The receiver's access point ${does}`, ...sent, fate };
}

function buyer(does: string, verdict: Verdict): Fault {
  return { summary: `The buyer ${does} (Invoice Response ${verdict})`, ...sent, fate: 'accepted', verdict };
}
