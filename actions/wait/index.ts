export { waitAction } from './wait.ts';
