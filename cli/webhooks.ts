import type { Environment } from '../platform/environment/index.ts';
import { openLedger } from '../platform/inbound/index.ts';
import { deliver, type Webhook } from '../platform/webhooks/index.ts';
import { type ChannelWatch, type Log, watchChannels } from '../worker/index.ts';

/** Tells the webhooks of an environment what changes; undefined where it has none. */
export function tellWebhooks({ config, engine, ports }: Environment, log: Log): ChannelWatch | undefined {
  if (config.webhooks === undefined) return undefined;
  const webhooks = Object.entries(config.webhooks).map(([name, webhook]): Webhook => ({ name, ...webhook }));
  const { store, clock, vault, http } = ports;
  const arrivals = openLedger(store, clock);
  const look = () => deliver({ engine, arrivals, store, clock, vault, http, webhooks, onTry: log.told });
  return watchChannels([{ name: 'webhooks', look, every: 1_000 }], (_name, _found, thrown) => {
    if (thrown !== undefined) log.looked('webhooks', 0, thrown);
  });
}
