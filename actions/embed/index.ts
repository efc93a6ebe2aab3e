export { type EmbedParameters, embedAction } from './action.ts';
