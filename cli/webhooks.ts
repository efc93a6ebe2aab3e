import type { Environment } from '../platform/environment/index.ts';
import { openLedger } from '../platform/inbound/index.ts';
import { deliver, type Webhook } from '../platform/webhooks/index.ts';
import { type ChannelWatch, type TrafficMetrics, type Watch, watchChannels } from '../worker/index.ts';

/** Tells the webhooks of an environment what changes; undefined where it has none. */
export function tellWebhooks(
  { config, engine, ports }: Environment,
  watching: Pick<Watch, 'told' | 'looked'>,
  metrics: TrafficMetrics,
): ChannelWatch | undefined {
  if (config.webhooks === undefined) return undefined;
  const webhooks = Object.entries(config.webhooks).map(([name, webhook]): Webhook => ({ name, ...webhook }));
  const { store, clock, vault, http } = ports;
  const arrivals = openLedger(store, clock);
  const look = () =>
    deliver({ engine, arrivals, store, clock, vault, http, webhooks, onTry: watching.told, onLook: metrics.untold });
  return watchChannels([{ name: 'webhooks', look, every: 1_000 }], (_name, _found, thrown) => {
    if (thrown !== undefined) watching.looked('webhooks', 0, thrown);
  });
}
