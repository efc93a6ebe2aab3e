export { type VerifyParameters, verifyAction } from './verify.ts';
