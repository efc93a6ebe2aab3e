export { type AccessPoint, type AccessPointOptions, startAccessPoint } from './access-point.ts';
export type { Transmission } from './transmission.ts';
