export { type AccessPoint, type AccessPointOptions, startAccessPoint } from './access-point.ts';
export { readTransmissions } from './ledger.ts';
export type { Transmission } from './transmission.ts';
