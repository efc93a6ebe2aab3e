export { describe } from './describe.ts';
export { described, listOf, objectOf, text } from './described.ts';
