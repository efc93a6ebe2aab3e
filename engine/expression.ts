export { Decimal, type Rounding } from './decimal.ts';
export * from './expression/index.ts';
