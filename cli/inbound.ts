import type { Feature } from '../engine/index.ts';
import type { Environment } from '../platform/environment/index.ts';
import {
  type Channel,
  folderChannel,
  type Inbound,
  type InboundObserver,
  imapChannel,
  openInbound,
} from '../platform/inbound/index.ts';
import { announce } from '../platform/webhooks/index.ts';
import type { RunQueue, Watch } from '../worker/index.ts';
import { type ChannelWatch, type WatchedChannel, watchChannels } from '../worker/index.ts';

/** What comes in by the channels of an environment; undefined where it declares none. */
export function inboundOf(
  { config, engine, ports }: Environment,
  queue: RunQueue,
  deployed: () => Promise<readonly Feature[]>,
  observer: InboundObserver,
): Inbound | undefined {
  if (config.inbound === undefined) return undefined;
  const channels = Object.entries(config.inbound).map(
    ([name, { legalEntity, context }]): Channel => ({
      name,
      ...(legalEntity === undefined ? {} : { legalEntity }),
      ...(context && { context }),
    }),
  );
  return openInbound({
    store: ports.store,
    clock: ports.clock,
    engine,
    deployed,
    channels,
    largest: config.server?.largest ?? 32 * 1024 * 1024,
    queue: (run, legalEntity) => queue.add(run, { owner: legalEntity ?? 'nobody' }),
    observer,
    announce: config.webhooks && ((arrival, became) => announce(ports.store, ports.clock, { arrival, became })),
  });
}

/** Looks into folders and mailboxes, and reads what was kept and not read. */
export function watchInbound(
  { config, ports }: Environment,
  inbound: Inbound,
  watching: Pick<Watch, 'looked'>,
): ChannelWatch {
  const watched = inbound.channels.flatMap((channel): WatchedChannel[] => {
    const { folder, imap, every = 30 } = config.inbound?.[channel.name] ?? {};
    const look =
      folder === undefined
        ? imap && imapChannel({ ...channel, imap }, inbound, ports.vault)
        : folderChannel({ ...channel, folder }, inbound);
    return look ? [{ name: channel.name, look, every: every * 1000 }] : [];
  });
  const catchUp = { name: 'unread', look: () => inbound.catchUp(), every: 30_000 };
  return watchChannels([...watched, catchUp], watching.looked);
}
