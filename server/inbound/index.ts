export { inbound } from './inbound.ts';
