export type { Change } from './change.ts';
export { type DeliveryOptions, deliver, type Tried, type Webhook } from './deliver.ts';
export { announce, announcing } from './outbox.ts';
export { purgeTellings } from './purge.ts';
export { proveSecret } from './sign.ts';
