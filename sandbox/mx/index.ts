export type { Acceptance } from './cancellation/acceptance.ts';
export { type FaultPlan, parseFault } from './fault-plan.ts';
export { type Fault, type FaultName, faults } from './faults.ts';
export type { RefusalName } from './incidencias.ts';
export { type CancellationEntry, type LedgerEntry, readCancellations, readLedger } from './ledger.ts';
export type { PacRequest } from './listener.ts';
export type { Operation } from './operations.ts';
export { type FaultChoice, type Pac, type PacOptions, startPac } from './pac.ts';
