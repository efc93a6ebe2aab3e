export { type FaultPlan, parseFault } from './fault-plan.ts';
export { type Fault, type FaultName, faults, isFaultName } from './faults.ts';
export { type RefusalName, refusals } from './incidencias.ts';
export { type LedgerEntry, readLedger } from './ledger.ts';
export type { PacRequest } from './listener.ts';
export { type FaultChoice, type Pac, type PacOptions, startPac } from './pac.ts';
