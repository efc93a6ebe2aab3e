export { textAction } from './text.ts';
