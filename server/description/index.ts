export { describe } from './describe.ts';
export { described, listOf, objectOf, type Schema, text } from './described.ts';
