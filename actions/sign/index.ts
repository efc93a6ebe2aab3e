export { type SignParameters, signAction } from './sign.ts';
