export type { Gate, Step } from './gate.ts';
export { localGates } from './local.ts';
export { type Gates, openPacing } from './pacing.ts';
