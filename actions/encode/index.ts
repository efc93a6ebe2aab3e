export { type EncodeParameters, encodeAction } from './encode.ts';
