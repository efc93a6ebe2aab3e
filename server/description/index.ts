export { describe } from './describe.ts';
export { described, listOf, objectOf, type Schema, text } from './described.ts';
export { outcomes, sayings, states } from './parts.ts';
