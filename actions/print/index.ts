export { type PrintParameters, printAction } from './action.ts';
