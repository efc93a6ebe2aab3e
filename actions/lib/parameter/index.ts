export { presentValue, requiredText } from './text.ts';
