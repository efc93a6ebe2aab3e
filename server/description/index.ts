export { describe } from './describe.ts';
export { type Described, described, listOf, objectOf, text } from './described.ts';
