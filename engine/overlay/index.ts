export type { FileSet } from './files.ts';
export { type Around, gatherBases } from './gather.ts';
export type { OverlayChange } from './merging.ts';
export { openFiles } from './open.ts';
export { type Layer, type Origin, originOf } from './origin.ts';
export { type OverlayStory, storyOf } from './story.ts';
