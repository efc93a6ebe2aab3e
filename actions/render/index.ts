export { renderAction } from './render.ts';
