export { compileDescription } from './compile.ts';
export type { TextDescription } from './description.ts';
export { drawText } from './draw.ts';
export { hashNames, type SignatureHash } from './hash.ts';
export { type FoundPlace, findPlace, type Place, placeValue, setPlace } from './place.ts';
export {
  type PreparedTextSignature,
  placeSchema,
  prepareTextSignature,
  type TextSignatureParameters,
} from './prepare.ts';
