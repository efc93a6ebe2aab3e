export { requiredText } from './text.ts';
