export { compileDescription } from './compile.ts';
export type { TextDescription } from './description.ts';
export { drawText } from './draw.ts';
export { hashNames, type SignatureHash } from './hash.ts';
export { type FoundPlace, findPlace, type Place, parsePlace, placeValue, setPlace } from './place.ts';
