import * as plans from '../http/fault-plan.ts';
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

export const { parseFault, planOf, scheduleFaults } = plans.plannerOf(table);
