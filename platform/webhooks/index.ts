export { type DeliveryOptions, deliver, type Tried, type Webhook } from './deliver.ts';
export { type EventName, events } from './event.ts';
export { announce, type Change } from './outbox.ts';
