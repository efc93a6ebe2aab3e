export { type ListedFile, listArtefacts } from './list.ts';
export { openArtefacts } from './open.ts';
export { type PulledFile, type PullOptions, pullArtefacts } from './pull.ts';
