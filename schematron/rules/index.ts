export { placeInside } from './element.ts';
export type * from './model.ts';
export { type ReadOptions, readRuleSet } from './read.ts';
export type { ReadFile } from './sources.ts';
