export { type DecodeParameters, decodeAction } from './decode.ts';
