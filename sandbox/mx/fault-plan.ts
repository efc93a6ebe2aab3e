import * as plans from '../http/fault-plan.ts';
import type { SandboxFault } from '../sandbox.ts';
import { type Fault, type FaultName, faults } from './faults.ts';
import { type Operation, operations } from './operations.ts';

export type FaultPlan = plans.FaultPlan<FaultName, Operation>;
export type FaultSchedule = plans.FaultSchedule<FaultPlan, Fault>;

const table: plans.FaultTable<FaultName, Operation, Fault> = {
  faults,
  operations,
  usual: 'stamp',
  both: ['stamp', 'stamped'],
};

/** A fault as it is written on a command line; see the general rule. TypeError */
export const parseFault = (text: string): FaultPlan => plans.parseFault(table, text);

/** A fault as a case asks for it. TypeError */
export const planOf = (asked: SandboxFault): FaultPlan => plans.planOf(table, asked);

export const scheduleFaults = (all: readonly FaultPlan[], seed: number): FaultSchedule =>
  plans.scheduleFaults(table, all, seed);
