export { watchFeatures } from './watch.ts';
