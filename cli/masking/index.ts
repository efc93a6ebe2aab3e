export { annotationsOf } from './annotations.ts';
export { maskData, seeTexts } from './mask-data.ts';
export { Masks } from './masks.ts';
